import { type Lexicon, type Query, parseQuery } from '@belfry/shared/search'
import type { AuditEntry } from '@belfry/shared/wire'
import { FilterChips } from '../queue/filter-chips.tsx'
import { textOf } from '../queue/question.ts'
import { SearchBox } from '../queue/search-box.tsx'
import { t } from '../words/index.ts'

export interface AuditBarProps {
  q: string | undefined
  lexicon: Lexicon
  /** On the page: the people in it are proposed. */
  entries: readonly AuditEntry[]
  onSearch: (q: string | undefined) => void
}

/** What of the trail is shown: a search as it is written, and its parts, each to be taken away. */
export function AuditBar(props: AuditBarProps) {
  const query = () => parseQuery(props.q ?? '', props.lexicon)
  const ask = (changed: Query) => props.onSearch(textOf(changed))
  return (
    <>
      <SearchBox
        label={t('audit.search')}
        hint={t('audit.searchHint')}
        value={props.q ?? ''}
        lexicon={props.lexicon}
        known={{ actor: peopleIn(props.entries) }}
        onSearch={(q) => props.onSearch(q || undefined)}
        class="w-full"
      />
      <FilterChips query={query()} lexicon={props.lexicon} onChange={ask} />
    </>
  )
}

const peopleIn = (entries: readonly AuditEntry[]) =>
  [...new Set(entries.flatMap(({ actor }) => (actor ? [actor.name] : [])))]
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => ({ value: name, label: name }))
