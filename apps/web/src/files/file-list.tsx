import type { FileLink, FileVersion } from '@belfry/shared/wire'
import Download from 'lucide-solid/icons/download'
import ExternalLink from 'lucide-solid/icons/external-link'
import { For, Show, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { FileIcon } from './file-icon.tsx'
import { formatSize, kindWord } from './file-words.ts'

/** What a browser shows by itself; the server sends everything else to be saved. */
const shown = /^(application\/pdf|image\/(png|jpeg|webp|gif))$/

export interface FileListProps {
  /** Newest first, as `documents.list` gives them. */
  files: readonly FileVersion[]
  /** Where a list is about several fields: what each is called. */
  fieldName?: ((field: string) => string) | undefined
  link?: ((fileId: string) => Promise<FileLink>) | undefined
}

const ask = (fileId: string) => trpc.documents.get.query({ fileId })

/** Versions of documents: what, how large, by whom and when; each can be opened and downloaded. */
export function FileList(props: FileListProps) {
  const isNewest = (file: FileVersion) =>
    !props.files.some((other) => other.field === file.field && other.version > file.version)
  return (
    <Show when={props.files.length > 0} fallback={<p class="text-muted">{t('files.none')}</p>}>
      <ul class="flex flex-col divide-y divide-line">
        <For each={props.files}>
          {(file) => (
            <li class="flex items-center gap-3 py-2 first:pt-0 last:pb-0">
              <FileIcon type={file.type} class="size-5 shrink-0 text-muted" />
              <div class="min-w-0 grow">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                  <span class="text-side min-w-0 font-medium" dir="auto">
                    {file.name}
                  </span>
                  <Badge tone={isNewest(file) ? 'info' : 'neutral'}>
                    {t('files.version', { version: file.version })}
                  </Badge>
                </p>
                <p class="flex flex-wrap gap-x-1.5 text-sm text-muted">
                  <Show when={props.fieldName}>
                    {(name) => (
                      <>
                        <span>{name()(file.field)}</span>
                        <Dot />
                      </>
                    )}
                  </Show>
                  <span>{t('files.ready', { kind: kindWord(file.type), size: formatSize(file.size) })}</span>
                  <Dot />
                  <span dir="auto">{file.uploadedBy.name}</span>
                  <Dot />
                  <RelativeTime at={file.uploadedAt} />
                </p>
              </div>
              <Buttons file={file} link={props.link ?? ask} />
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const Dot = () => <span aria-hidden="true">·</span>

function Buttons(props: { file: FileVersion; link: (fileId: string) => Promise<FileLink> }) {
  const [busy, setBusy] = createSignal(false)

  /** Every link is good for a few minutes, and asking for it is written down; so it is asked for when it is needed. */
  async function follow(where: (link: FileLink) => void, otherwise = () => {}) {
    setBusy(true)
    try {
      where(await props.link(props.file.id))
    } catch (error) {
      otherwise()
      toast({ tone: 'error', title: t('files.notOpened'), body: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  function open() {
    // A window that is opened after the answer has come is taken for an advertisement.
    const page = window.open('about:blank', '_blank')
    if (page) page.opener = null
    void follow(
      ({ url }) => (page ?? window).location.assign(`${url}&inline=1`),
      () => page?.close(),
    )
  }

  return (
    <div class="flex shrink-0 gap-1">
      <Show when={shown.test(props.file.type)}>
        <IconButton label={t('files.open', { name: props.file.name })} onClick={open}>
          <ExternalLink class="size-4" aria-hidden="true" />
        </IconButton>
      </Show>
      <IconButton
        label={t('files.download', { name: props.file.name })}
        busy={busy()}
        // It is sent to be saved, so the page stays.
        onClick={() => void follow(({ url }) => location.assign(url))}
      >
        <Show when={!busy()}>
          <Download class="size-4" aria-hidden="true" />
        </Show>
      </IconButton>
    </div>
  )
}
