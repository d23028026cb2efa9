import type { CaseRow } from '@belfry/db/queries/cases'
import { DomainError } from '@belfry/shared'

/** Somebody else works on it: who, and since when. */
export const claimed = (item: CaseRow): DomainError => {
  const by = item.claim?.name ?? ''
  const at = item.claim && new Date(item.claim.since).toISOString()
  return new DomainError('claimed', { by }, { by, ...(at ? { at } : {}), version: item.version })
}
