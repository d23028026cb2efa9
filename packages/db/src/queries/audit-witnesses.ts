import type { Db, Tx } from '../schema.ts'

/** The last checkpoint that is kept at a place; undefined where none is. */
export const findWitness = (db: Db, name: string) =>
  db.selectFrom('audit_witnesses').selectAll().where('name', '=', name).executeTakeFirst()

/** `toldAt` is when the trail last said that checkpoints are kept there. */
export async function saveWitness(
  tx: Tx,
  witness: { name: string; seq: number; at: Date; toldAt: Date },
): Promise<void> {
  const { name, seq, at, toldAt } = witness
  await tx
    .insertInto('audit_witnesses')
    .values({ name, seq, at, told_at: toldAt })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ seq, at, told_at: toldAt }))
    .execute()
}
