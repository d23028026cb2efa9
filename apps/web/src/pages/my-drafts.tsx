import type { DraftItem } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import FilePenLine from 'lucide-solid/icons/file-pen-line'
import Trash from 'lucide-solid/icons/trash'
import { For, Show, createSignal } from 'solid-js'
import { localCopy } from '../forms/local-copy.ts'
import { queryClient } from '../query.ts'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { now } from '../ui/clock.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { PathLink } from '../ui/path-link.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { formatDistance } from '../words/time.ts'
import { nameOf, wordsOf } from './case-words.ts'

const queryKey = ['cases', 'drafts']

/** What the person has begun and not sent yet; each leads back to its form. */
export function MyDrafts() {
  const query = useQuery(() => ({ queryKey, queryFn: () => trpc.cases.drafts.query(), staleTime: 0 }))
  return (
    <Show when={query.data && query.data.length > 0}>
      <Panel title={t('cases.drafts')} flush>
        <ul class="divide-y divide-line">
          <For each={query.data}>{(draft) => <DraftRow draft={draft} />}</For>
        </ul>
      </Panel>
    </Show>
  )
}

function DraftRow(props: { draft: DraftItem }) {
  const me = useMe()
  const [busy, setBusy] = createSignal(false)
  const path = () =>
    props.draft.parent
      ? `/cases/${props.draft.parent.id}?add=${encodeURIComponent(props.draft.parent.slot)}`
      : `/new/${props.draft.workflow}`
  const name = () =>
    (props.draft.parent && wordsOf(props.draft.parent.workflow)?.children[props.draft.parent.slot]) ??
    nameOf(props.draft.workflow)

  async function discard() {
    const form = {
      workflow: props.draft.workflow,
      ...(props.draft.parent && { parentId: props.draft.parent.id, slot: props.draft.parent.slot }),
    }
    setBusy(true)
    try {
      await trpc.cases.removeDraft.mutate(form)
      localCopy(me().id, form).clear()
      toast({ title: t('cases.draftDiscarded') })
      await queryClient.invalidateQueries({ queryKey })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <li class="relative flex items-center gap-3 px-4 py-2.5 transition-colors hover:bg-hover">
      <FilePenLine class="size-4.5 shrink-0 text-muted" aria-hidden="true" />
      <p class="min-w-0 grow">
        <PathLink
          path={path()}
          class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          <bdi>{props.draft.title || name()}</bdi>
        </PathLink>
        <span class="block text-sm text-muted">
          <Show when={props.draft.title}>
            <bdi>{name()}</bdi>
            {' · '}
          </Show>
          <Show when={props.draft.parent}>
            {(parent) => (
              <>
                <bdi>{t('cases.draftFor', { title: parent().title })}</bdi>
                {' · '}
              </>
            )}
          </Show>
          {t('cases.draftSaved', { when: formatDistance(props.draft.savedAt, now()) })}
        </span>
      </p>
      <IconButton
        label={`${t('cases.draftDiscard')}: ${props.draft.title || name()}`}
        busy={busy()}
        class="relative"
        onClick={() => void discard()}
      >
        <Trash class="size-4" aria-hidden="true" />
      </IconButton>
    </li>
  )
}
