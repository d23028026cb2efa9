import {
  type Key,
  type Lexicon,
  type Option,
  type Query,
  takesSeveral,
  withTerm,
} from '@belfry/shared/search'
import { For } from 'solid-js'
import { FilterValues, FiltersPopover } from '../ui/filters.tsx'

export interface FilterMenuProps {
  query: Query
  lexicon: Lexicon
  known: Record<string, Option[]>
  onChange: (query: Query) => void
}

/** All filters with what they may be, to be pressed rather than written. */
export function FilterMenu(props: FilterMenuProps) {
  const groups = () =>
    props.lexicon
      .map((key) => ({ key, options: optionsOf(key, props.known) }))
      .filter(({ options }) => options.length > 0)
  return (
    <FiltersPopover
      inUse={props.query.terms.length}
      onClear={() => props.onChange({ ...props.query, terms: [], unknown: [] })}
    >
      <For each={groups()}>
        {({ key, options }) => (
          <FilterValues
            label={key.label}
            options={options}
            values={props.query.terms.find((term) => term.key === key.name)?.values ?? []}
            several={takesSeveral(key)}
            onChange={(values) => props.onChange(withTerm(props.query, key.name, values))}
          />
        )}
      </For>
    </FiltersPopover>
  )
}

const MOST = 12

function optionsOf(key: Key, known: Record<string, Option[]>): Option[] {
  const found = (known[key.name] ?? []).filter(
    ({ value }) => !key.options.some((option) => option.value === value),
  )
  return [...key.options, ...found].slice(0, Math.max(MOST, key.options.length))
}
