import type { Db } from '@belfry/db'
import { type Picked, listPicked } from '@belfry/db/queries/bulk'
import { whoIsThere } from '@belfry/db/queries/bulk-news'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import { type Actor, DomainError, clock } from '@belfry/shared'
import {
  BULK_LIMIT,
  type BulkGroup,
  type BulkPreview,
  type BulkPreviewInput,
  type BulkPreviewItem,
  type BulkPreviewItemsInput,
  type DocumentArchiveInput,
  type Page,
} from '@belfry/shared/wire'
import { queueFilter } from '../cases/filter.ts'
import { titleOf } from '../cases/view.ts'
import { type Foreseen, deedOf } from './deed.ts'
import { createHearers } from './hearers.ts'

/** Cases that are read in one statement. */
const AT_ONCE = 2_000
const EXAMPLES = 5

/** What somebody picked of a queue of his: of what he may not see nothing is said. */
export const pickedBy = (actor: Actor, { workflow, ids, filter }: DocumentArchiveInput): Picked => ({
  filter: queueFilter(actor, ids ? { workflow, closed: 'any' } : { ...filter, workflow }),
  ids: ids ?? null,
})

/** What would become of each of the picked cases, in groups, and how many people would hear of it. Changes nothing. */
export async function preview(db: Db, actor: Actor, input: BulkPreviewInput): Promise<BulkPreview> {
  const deed = await deedOf(db, input.workflow, input.deed, actor.locale)
  const now = clock.now()
  const ids = await listPicked(db, pickedBy(actor, input), { limit: BULK_LIMIT + 1 }, now)
  if (ids.length > BULK_LIMIT) throw new DomainError('too_many_cases', { limit: BULK_LIMIT })
  const groups = new Map<string, BulkGroup>()
  const told = new Set<string>()
  const hearersOf = createHearers(db)
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const rows = await listCasesById(db, ids.slice(from, from + AT_ONCE), now)
    const all = rows.map((row) => ({ row, foreseen: deed.foresee(actor, row) }))
    for (const { row, foreseen } of all) {
      const group = groupOf(groups, foreseen)
      group.count += 1
      if (group.examples.length < EXAMPLES) group.examples.push(viewOf(row, foreseen, actor))
    }
    const steps = all.flatMap(({ foreseen }) => foreseen.step ?? [])
    const heard = await hearersOf(
      steps.map(({ item, type, data }) => ({ item, event: eventOf(actor, type, data) })),
    )
    for (const { personId } of heard.flat()) told.add(personId)
  }
  return {
    total: ids.length,
    groups: [...groups.values()].toSorted(
      (a, b) => Number(b.outcome === 'will') - Number(a.outcome === 'will') || b.count - a.count,
    ),
    told: (await whoIsThere(db, [...told])).size,
    undoable: deed.undoable,
  }
}

/** The cases of one group of a preview, in the order of their ids. */
export async function previewItems(
  db: Db,
  actor: Actor,
  { group, cursor, limit, ...input }: BulkPreviewItemsInput,
): Promise<Page<BulkPreviewItem>> {
  const deed = await deedOf(db, input.workflow, input.deed, actor.locale)
  const pick = pickedBy(actor, input)
  const now = clock.now()
  const items: BulkPreviewItem[] = []
  let after = cursor ?? null
  for (;;) {
    const ids = await listPicked(db, pick, { after, limit: AT_ONCE }, now)
    const rows = new Map((await listCasesById(db, ids, now)).map((row) => [row.id, row]))
    for (const id of ids) {
      const row = rows.get(id)
      const foreseen = row && deed.foresee(actor, row)
      if (!foreseen || keyOf(foreseen) !== group) continue
      if (items.length === limit) return { items, nextCursor: items.at(-1)!.caseId }
      items.push(viewOf(row, foreseen, actor))
    }
    if (ids.length < AT_ONCE) return { items, nextCursor: null }
    after = ids.at(-1)!
  }
}

const keyOf = ({ outcome, text }: Foreseen): string => `${outcome} ${text ?? ''}`.trim()

function groupOf(groups: Map<string, BulkGroup>, foreseen: Foreseen): BulkGroup {
  const key = keyOf(foreseen)
  let group = groups.get(key)
  if (!group) {
    group = { key, outcome: foreseen.outcome, text: foreseen.text, count: 0, examples: [] }
    groups.set(key, group)
  }
  return group
}

const viewOf = (row: CaseRow, { before, after }: Foreseen, actor: Actor): BulkPreviewItem => ({
  caseId: row.id,
  title: titleOf(row, actor.locale),
  owner: { id: row.ownerId, name: row.ownerName },
  before,
  after,
})

/** As it would be recorded. */
const eventOf = (actor: Actor, type: string, data: object) => ({
  id: '',
  at: clock.now(),
  type,
  actor_id: actor.id,
  actor_kind: actor.kind,
  actor_name: actor.name,
  actor_key_id: actor.keyId ?? null,
  case_id: null,
  data: { ...data },
  request_id: null,
  ip: null,
  user_agent: null,
  run_id: null,
})
