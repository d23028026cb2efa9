import type { FlagName } from '@belfry/shared/flags'
import type { Db, Tx } from '../schema.ts'

export const listFlags = (db: Db) =>
  db
    .selectFrom('flags as f')
    .leftJoin('people as p', 'p.id', 'f.changed_by')
    .select(['f.name', 'f.on', 'f.changed_at as changedAt', 'p.id as changedById', 'p.name as changedBy'])
    .execute()

/** Whether somebody switched it on or off; undefined where nobody did. */
export async function findFlag(db: Db, name: FlagName): Promise<boolean | undefined> {
  const row = await db.selectFrom('flags').select('on').where('name', '=', name).executeTakeFirst()
  return row?.on
}

export async function saveFlag(
  tx: Tx,
  flag: { name: FlagName; on: boolean; at: Date; by: string },
): Promise<void> {
  const values = { on: flag.on, changed_at: flag.at, changed_by: flag.by }
  await tx
    .insertInto('flags')
    .values({ name: flag.name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}
