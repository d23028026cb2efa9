import { typeOfName } from '@belfry/shared'
import type { FileView } from '@belfry/shared/wire'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import Trash from 'lucide-solid/icons/trash'
import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { FileIcon } from './file-icon.tsx'
import { formatSize, kindWord } from './file-words.ts'
import type { UploadProgress } from './upload.ts'

/** A file by its name, with a line about it and what can be done. */
function Card(props: {
  name: string
  type: string | null
  line: JSX.Element
  tone?: 'error'
  actions: JSX.Element
  below?: JSX.Element
}) {
  return (
    <div
      class={cx(
        'flex flex-col gap-2 rounded-md border bg-surface px-3 py-2',
        props.tone === 'error' ? 'border-error' : 'border-line',
      )}
    >
      <div class="flex items-center gap-3">
        <FileIcon type={props.type} class="size-5 shrink-0 text-muted" />
        <div class="min-w-0 grow">
          <p class="text-side line-clamp-2 font-medium" dir="auto" title={props.name}>
            {props.name}
          </p>
          <p class="flex items-center gap-1.5 text-sm text-muted tabular-nums">{props.line}</p>
        </div>
        <div class="flex shrink-0 items-center gap-1">{props.actions}</div>
      </div>
      {props.below}
    </div>
  )
}

const percentOf = ({ sent, total }: UploadProgress) => Math.floor((sent / total) * 100)

export const percentWord = (progress: UploadProgress): string =>
  formatNumber(percentOf(progress) / 100, { style: 'percent' })

export interface SendingCardProps {
  file: File
  progress: UploadProgress
  paused: boolean
  onPause: () => void
  onResume: () => void
  onCancel: () => void
}

export function SendingCard(props: SendingCardProps) {
  const amount = () =>
    t('files.progress', {
      percent: percentWord(props.progress),
      sent: formatSize(props.progress.sent),
      total: formatSize(props.progress.total),
    })
  const line = () => {
    if (props.paused) return t('files.pausedAt', { percent: percentWord(props.progress) })
    if (props.progress.waiting) return t('files.waiting')
    return props.progress.sent === props.progress.total ? t('files.checking') : amount()
  }
  return (
    <Card
      name={props.file.name}
      type={typeOfName(props.file.name) ?? null}
      line={line()}
      actions={
        <>
          <Show
            when={props.paused}
            fallback={
              <IconButton label={t('files.pause')} onClick={() => props.onPause()}>
                <Pause class="size-4" aria-hidden="true" />
              </IconButton>
            }
          >
            <IconButton label={t('files.resume')} onClick={() => props.onResume()}>
              <Play class="size-4 rtl:-scale-x-100" aria-hidden="true" />
            </IconButton>
          </Show>
          <IconButton label={t('ui.cancel')} onClick={() => props.onCancel()}>
            <X class="size-4" aria-hidden="true" />
          </IconButton>
        </>
      }
      below={
        <div
          role="progressbar"
          aria-label={t('files.uploading', { name: props.file.name })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percentOf(props.progress)}
          aria-valuetext={amount()}
          class="h-1.5 overflow-hidden rounded-full bg-pressed"
        >
          <div
            class={cx(
              'h-full rounded-full transition-[width] duration-300',
              props.paused || props.progress.waiting ? 'bg-line-strong' : 'bg-accent',
            )}
            style={{ width: `${percentOf(props.progress)}%` }}
          />
        </div>
      }
    />
  )
}

export function FailedCard(props: { file: File; onRetry: (() => void) | undefined; onDismiss: () => void }) {
  return (
    <Card
      name={props.file.name}
      type={typeOfName(props.file.name) ?? null}
      line={formatSize(props.file.size)}
      tone="error"
      actions={
        <>
          <Show when={props.onRetry}>
            {(retry) => (
              <IconButton label={t('ui.retry')} onClick={() => retry()()}>
                <RotateCw class="size-4" aria-hidden="true" />
              </IconButton>
            )}
          </Show>
          <IconButton label={t('files.remove')} onClick={() => props.onDismiss()}>
            <X class="size-4" aria-hidden="true" />
          </IconButton>
        </>
      }
    />
  )
}

export function ReadyCard(props: { view: FileView | undefined; onRemove: (() => void) | undefined }) {
  return (
    <Card
      name={props.view?.name ?? t('ui.loading')}
      type={props.view?.type ?? null}
      line={
        <Show when={props.view}>
          {(view) => (
            <>
              <CircleCheck class="size-4 shrink-0 text-success" aria-hidden="true" />
              {t('files.ready', { kind: kindWord(view().type), size: formatSize(view().size) })}
            </>
          )}
        </Show>
      }
      actions={
        <Show when={props.onRemove}>
          {(remove) => (
            <IconButton label={t('files.remove')} onClick={() => remove()()}>
              <Trash class="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </Show>
      }
    />
  )
}
