import type { Option } from '@belfry/shared/search'
import type { CaseItem } from '@belfry/shared/wire'
import { scopeName } from '../pages/case-words.ts'

const LOOKED_AT = 300

/** People and places that the rows on the page name: proposals for the search, which it could not know otherwise. */
export function knownFrom(items: readonly CaseItem[]): Record<string, Option[]> {
  const owners = new Map<string, string>()
  const assignees = new Map<string, string>()
  const places = new Map<string, string>()
  for (const item of items.slice(0, LOOKED_AT)) {
    owners.set(item.owner.name, item.owner.name)
    if (item.assignee) assignees.set(item.assignee.name, item.assignee.name)
    if (item.scope) places.set(item.scope.split(':').at(-1)!, scopeName(item) ?? item.scope)
  }
  return { owner: optionsOf(owners), assignee: optionsOf(assignees), scope: optionsOf(places) }
}

const optionsOf = (known: Map<string, string>): Option[] =>
  [...known].map(([value, label]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label))
