import type { Case } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import { For, Show } from 'solid-js'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import { CaseState, UrgentBadge } from './case-badges.tsx'
import { factsOf, nameOf, timesOf } from './case-words.ts'

/** A case among cases of any workflow: its name and state, and below what tells it apart. */
export function CaseRow(props: { item: Case; withOwner: boolean }) {
  const facts = () => [
    nameOf(props.item.workflow),
    ...factsOf(props.item),
    ...(props.withOwner ? [`${t('cases.filedBy')} ${props.item.owner.name}`] : []),
  ]
  return (
    <li
      data-row={props.item.id}
      class="relative px-4 py-3 transition-colors hover:bg-hover has-[a:focus-visible]:bg-hover"
    >
      <div class="flex items-baseline justify-between gap-3">
        <div class="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            to="/cases/$caseId"
            params={{ caseId: props.item.id }}
            dir="auto"
            class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {props.item.title}
          </Link>
          <CaseState workflow={props.item.workflow} state={props.item.state} />
          <UrgentBadge item={props.item} />
        </div>
        <span class="shrink-0 text-sm text-muted">
          <span class="sr-only">{t('cases.changed')} </span>
          <RelativeTime at={props.item.changedAt} />
        </span>
      </div>
      <p class="mt-1 flex flex-wrap gap-x-1.5 text-sm text-muted tabular-nums">
        <For each={facts()}>
          {(fact, at) => (
            <>
              <Show when={at() > 0}>
                <span aria-hidden="true">·</span>
              </Show>
              <bdi>{fact}</bdi>
            </>
          )}
        </For>
        <Show when={timesOf(props.item)}>
          <span aria-hidden="true" class="max-sm:hidden">
            ·
          </span>
          <bdi class="max-sm:basis-full">{timesOf(props.item)}</bdi>
        </Show>
      </p>
    </li>
  )
}
