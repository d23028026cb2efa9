import type { Workflow } from '@belfry/shared/machine'
import { type Lexicon, type Query, filterOf, formatQuery, lexiconOf, parseQuery } from '@belfry/shared/search'
import type { CaseFilter, CaseSort, QueueLiveInput } from '@belfry/shared/wire'
import { type Accessor, createMemo } from 'solid-js'
import type { QueueSearch } from '../pages/queue.search.ts'
import { locale } from '../words/index.ts'
import { calendar } from './calendar.ts'

const PAGE = 100

/** What the address of a queue page asks for. */
export interface Question {
  lexicon: Accessor<Lexicon>
  query: Accessor<Query>
  /** The state of the chosen tab; null where the search asks for states itself, undefined for the open ones. */
  tab: Accessor<string | null | undefined>
  sort: Accessor<CaseSort>
  filter: Accessor<CaseFilter & { workflow: string }>
  input: Accessor<QueueLiveInput>
}

export function createQuestion(workflow: Accessor<Workflow>, search: Accessor<QueueSearch>): Question {
  const lexicon = createMemo(() => lexiconOf(workflow(), locale()))
  const query = createMemo(() => parseQuery(search().q ?? '', lexicon()))
  const tab = () => {
    if (query().terms.some(({ key }) => key === 'state' || key === 'closed')) return null
    const { state } = search()
    return state !== undefined && Object.hasOwn(workflow().states, state) ? state : undefined
  }
  const sort = () => search().sort ?? 'oldest'
  const filter = () => {
    const state = tab()
    return {
      workflow: workflow().name,
      ...filterOf(query(), lexicon(), calendar),
      ...(state && { state: [state] }),
    }
  }
  const input = (): QueueLiveInput => ({ sort: sort(), limit: PAGE, ...filter() })
  return { lexicon, query, tab, sort, filter, input }
}

/** A search as the address keeps it: nothing where it asks for nothing. */
export const textOf = (query: Query): string | undefined =>
  [formatQuery(query), ...query.unknown].filter(Boolean).join(' ') || undefined
