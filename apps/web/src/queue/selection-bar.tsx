import { type Workflow, fieldsOf } from '@belfry/shared/machine'
import type { CaseFilter, CaseItem } from '@belfry/shared/wire'
import { For, Show, createSignal } from 'solid-js'
import { BulkDialog, type Doing, type Picked, labelOf } from '../bulk/bulk-dialog.tsx'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import type { Selection } from './selection.ts'

export interface SelectionBarProps {
  workflow: Workflow
  selection: Selection
  filter: CaseFilter
  /** Of all that match; those on the page. */
  total: number
  items: readonly CaseItem[]
}

/** How many rows are selected and what can be done to them; it hovers over the lower edge while there are some. */
export function SelectionBar(props: SelectionBarProps) {
  const [doing, setDoing] = createSignal<{ what: Doing; picked: Picked }>()
  const deeds = (): Doing[] => [
    ...Object.entries(props.workflow.actions).flatMap(([action, { bulk }]) =>
      bulk ? [{ kind: 'act' as const, action }] : [],
    ),
    { kind: 'assign' },
    { kind: 'remind' },
  ]
  const hasMore = () => !props.selection.all() && props.total > props.selection.ids().size
  // Counting stops there; the dry run says how many they are.
  const isCounted = () => props.total <= 10_000
  const first = () =>
    props.selection.all() ? props.items[0]?.id : props.items.find(({ id }) => props.selection.has(id))?.id

  // What is confirmed is what was selected then, whatever comes and goes in the queue meanwhile.
  const picked = (): Picked =>
    props.selection.all() ? { filter: props.filter } : { ids: [...props.selection.ids()] }

  const hasDocuments = () => fieldsOf(props.workflow.data).some(({ kind }) => kind === 'file')
  const [busy, setBusy] = createSignal(false)
  async function download() {
    const { name: workflow } = props.workflow
    setBusy(true)
    try {
      const { url, documents } = await trpc.documents.archive.mutate({ workflow, ...picked() })
      toast({ tone: 'success', title: t('bulk.downloading', { count: documents }) })
      location.assign(url) // it comes as a download, and the page stays
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Show when={props.selection.any()}>
        <div class="sticky bottom-20 z-20 mx-auto flex w-fit max-w-full animate-rise flex-wrap items-center justify-center gap-2 rounded-xl bg-raised px-4 py-2 shadow-lg md:bottom-4">
          <output class="tabular-nums">
            {props.selection.all()
              ? isCounted()
                ? t('bulk.allSelected', { count: props.total })
                : t('bulk.everySelected')
              : t('queue.selected', { count: props.selection.ids().size })}
          </output>
          <Show when={hasMore()}>
            <Button size="sm" variant="quiet" onClick={props.selection.selectAll}>
              {isCounted() ? t('bulk.selectAll', { count: props.total }) : t('bulk.selectEvery')}
            </Button>
          </Show>
          <For each={deeds()}>
            {(what) => (
              <Button size="sm" onClick={() => setDoing({ what, picked: picked() })}>
                {labelOf(props.workflow, what)}
              </Button>
            )}
          </For>
          <Show when={hasDocuments()}>
            <Button size="sm" busy={busy()} onClick={() => void download()}>
              {t('bulk.download')}
            </Button>
          </Show>
          <Button size="sm" variant="quiet" onClick={props.selection.clear}>
            {t('queue.clearSelection')}
          </Button>
        </div>
      </Show>
      <Show when={doing()} keyed>
        {({ what, picked: cases }) => (
          <BulkDialog
            workflow={props.workflow}
            doing={what}
            picked={cases}
            first={first()}
            onClose={() => setDoing(undefined)}
          />
        )}
      </Show>
    </>
  )
}
