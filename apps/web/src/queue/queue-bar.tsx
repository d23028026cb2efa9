import type { Calendar, Workflow } from '@belfry/shared/machine'
import { type Option, type Query, withTerm } from '@belfry/shared/search'
import { type CaseSort, caseSorts } from '@belfry/shared/wire'
import { Show } from 'solid-js'
import { ShowTabs } from '../calendar/show-tabs.tsx'
import { stateWord } from '../pages/case-words.ts'
import { type QueueSearch, allOpen, showsCalendar } from '../pages/queue.search.ts'
import { Select } from '../ui/select.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { type WordKey, t } from '../words/index.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { FilterChips } from './filter-chips.tsx'
import { FilterMenu } from './filter-menu.tsx'
import { type Question, textOf } from './question.ts'
import { SearchBox } from './search-box.tsx'
import { ViewsMenu } from './views-menu.tsx'

export interface QueueBarProps {
  workflow: Workflow
  question: Question
  search: QueueSearch
  known: Record<string, Option[]>
  onChange: (change: QueueSearch) => void
  onShow: (search: QueueSearch) => void
}

/** Which cases of the queue are shown, in which order, and how. */
export function QueueBar(props: QueueBarProps) {
  const ask = (query: Query) => props.onChange({ q: textOf(query) })
  const query = () => props.question.query()
  const isCalendar = () => showsCalendar(props.workflow, props.search)
  /** The tab, where the other view has the same. */
  const sharedTab = ({ states }: Calendar) => states.find((state) => state === props.search.state)
  return (
    <>
      <div class="flex w-full flex-wrap items-center gap-2">
        <Tabs
          label={t('queue.states')}
          param="state"
          current={props.question.tab() === null ? '' : (props.question.tab() ?? allOpen)}
          tabs={isCalendar() ? plannedStatesOf(props.workflow) : statesOf(props.workflow)}
          with={{ q: textOf(withTerm(withTerm(query(), 'state', []), 'closed', [])) }}
        />
        <Show when={props.workflow.calendar}>
          {(calendar) => <ShowTabs show={props.search.show} with={{ state: sharedTab(calendar()) }} />}
        </Show>
      </div>
      <div class="flex w-full flex-wrap items-center gap-2">
        <SearchBox
          value={props.search.q ?? ''}
          lexicon={props.question.lexicon()}
          known={props.known}
          onSearch={(q) => props.onChange({ q: q || undefined })}
          class="flex-1 basis-48"
        />
        <FilterMenu query={query()} lexicon={props.question.lexicon()} known={props.known} onChange={ask} />
        {/* A calendar has an order of its own, and no columns. */}
        <Show when={!isCalendar()}>
          <Select<CaseSort>
            label={t('queue.sort')}
            labelHidden
            value={props.question.sort()}
            options={caseSorts.map((value) => ({ value, label: t(sortWords[value]) }))}
            onChange={(sort) => props.onChange({ sort: sort === 'oldest' ? undefined : sort })}
          />
          <ColumnsMenu
            workflow={props.workflow}
            columns={props.search.columns}
            onChange={(columns) => props.onChange({ columns })}
          />
        </Show>
        <ViewsMenu workflow={props.workflow.name} search={props.search} onShow={props.onShow} />
      </div>
      <FilterChips query={query()} lexicon={props.question.lexicon()} onChange={ask} />
    </>
  )
}

const sortWords = {
  oldest: 'queue.oldest',
  newest: 'queue.newest',
  urgent: 'queue.urgent',
  changed: 'queue.changed',
  title: 'queue.byTitle',
} as const satisfies Record<CaseSort, WordKey>

/** All states that a calendar shows as one tab, and each of them. */
const plannedStatesOf = ({ name, calendar }: Workflow) => [
  { value: allOpen, label: t('calendar.all') },
  ...(calendar?.states ?? []).map((state) => ({ value: state, label: stateWord(name, state) })),
]

/** All open states as one tab; a tab of their own only where there are several. */
function statesOf(workflow: Workflow) {
  const names = Object.keys(workflow.states)
  const open = names.filter((name) => workflow.states[name]?.open)
  const own = open.length > 1 ? names : names.filter((name) => !open.includes(name))
  return [
    { value: allOpen, label: t('queue.open') },
    ...own.map((name) => ({ value: name, label: stateWord(workflow.name, name) })),
  ]
}
