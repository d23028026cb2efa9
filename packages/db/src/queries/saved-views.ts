import type { ViewSettings } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

export interface ViewRow {
  id: string
  workflow: string
  name: string
  settings: ViewSettings
  role: string | null
  ownerId: string
  ownerName: string
  changedAt: Date
}

const MOST = 200

const selectViews = (db: Db) =>
  db
    .selectFrom('saved_views as v')
    .innerJoin('people as p', 'p.id', 'v.owner_id')
    .select([
      'v.id',
      'v.workflow',
      'v.name',
      sql<ViewSettings>`v.settings`.as('settings'),
      'v.role',
      'v.owner_id as ownerId',
      'p.name as ownerName',
      'v.changed_at as changedAt',
    ])

/** A person's own views of a queue, and those shared with one of the roles. */
export const listViewsOf = (
  db: Db,
  workflow: string,
  personId: string,
  roles: string[],
): Promise<ViewRow[]> =>
  selectViews(db)
    .where('v.workflow', '=', workflow)
    .where((eb) => eb.or([eb('v.owner_id', '=', personId), sql<boolean>`v.role = any(${roles}::text[])`]))
    .orderBy((eb) => eb.fn('lower', ['v.name']))
    .orderBy('v.id')
    .limit(MOST)
    .execute()

export const lockView = (tx: Tx, id: string): Promise<ViewRow | undefined> =>
  selectViews(tx).where('v.id', '=', id).forUpdate('v').executeTakeFirst()

export async function countViewsOf(tx: Tx, personId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('saved_views')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('owner_id', '=', personId)
    .executeTakeFirstOrThrow()
  return n
}

export async function putView(
  tx: Tx,
  view: Pick<ViewRow, 'id' | 'workflow' | 'name' | 'settings' | 'role' | 'ownerId'> & { at: Date },
): Promise<void> {
  const { id, workflow, name, role, ownerId, at } = view
  const settings = JSON.stringify(view.settings)
  await tx
    .insertInto('saved_views')
    .values({ id, workflow, name, settings, role, owner_id: ownerId, created_at: at, changed_at: at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, settings, role, changed_at: at }))
    .execute()
}

export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('saved_views').where('id', '=', id).execute()
}
