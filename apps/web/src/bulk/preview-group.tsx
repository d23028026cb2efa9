import type { BulkGroup, BulkPreviewInput, BulkPreviewItem } from '@belfry/shared/wire'
import { For, Show, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

const AT_ONCE = 50

/** Cases of a dry run that end alike: how many, why not, and on demand each with what it is and would be. */
export function PreviewGroup(props: { group: BulkGroup; question: BulkPreviewInput }) {
  const [more, setMore] = createSignal<BulkPreviewItem[]>([])
  const [busy, setBusy] = createSignal(false)
  const items = () => [...props.group.examples, ...more()]
  const head = () => {
    const { outcome, count } = props.group
    return t(outcome === 'will' ? 'bulk.will' : outcome === 'there' ? 'bulk.there' : 'bulk.not', { count })
  }
  const tone = () =>
    props.group.outcome === 'will' ? 'success' : props.group.outcome === 'there' ? 'neutral' : 'warning'

  async function load() {
    setBusy(true)
    try {
      const cursor = items().at(-1)?.caseId
      const page = await trpc.bulk.previewItems.query({
        ...props.question,
        group: props.group.key,
        cursor,
        limit: AT_ONCE,
      })
      setMore((before) => [...before, ...page.items])
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <li class="rounded-md border border-line px-3 py-2">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone()} dot>
          {head()}
        </Badge>
        <Show when={props.group.outcome !== 'there' && props.group.text}>
          {(text) => <span class="text-sm">{text()}</span>}
        </Show>
      </div>
      <details class="mt-1">
        <summary class="w-fit cursor-pointer rounded-sm text-sm text-muted hover:text-text">
          {t('bulk.showCases')}
        </summary>
        <ul class="mt-1 flex flex-col divide-y divide-line text-sm">
          <For each={items()}>
            {(item) => (
              <li class="flex flex-wrap justify-between gap-x-3 py-1">
                <span class="min-w-0">
                  <bdi>{item.title}</bdi> <bdi class="text-muted">{item.owner.name}</bdi>
                </span>
                <span class="text-muted">
                  {item.after === null
                    ? item.before
                    : t('bulk.change', { before: item.before, after: item.after })}
                </span>
              </li>
            )}
          </For>
        </ul>
        <Show when={items().length < props.group.count}>
          <Button size="sm" variant="quiet" busy={busy()} onClick={() => void load()}>
            {t('bulk.showMore')}
          </Button>
        </Show>
      </details>
    </li>
  )
}
