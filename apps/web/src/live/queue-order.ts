import type { CaseItem, CaseSort } from '@belfry/shared/wire'

/** Whether a case stands before another one in an order; the server pages by the same keys. */
export function comesBefore(sort: CaseSort, a: CaseItem, b: CaseItem): boolean {
  const isDown = sort === 'newest' || sort === 'changed'
  const [x, y] = [keyOf(sort, a), keyOf(sort, b)]
  if (x === y) return isDown ? b.id < a.id : a.id < b.id
  return isDown ? y < x : x < y
}

const NEVER = '~' // behind every date

function keyOf(sort: CaseSort, item: CaseItem): string {
  switch (sort) {
    case 'urgent':
      return item.urgentAt ?? NEVER
    case 'changed':
      return item.changedAt
    case 'title':
      return item.title.slice(0, 100).toLowerCase()
    case 'oldest':
    case 'newest':
      return item.openedAt
  }
}
