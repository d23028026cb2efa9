import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

/** Which form a draft is of. */
export interface DraftForm {
  workflow: string
  parentId: string | null
  slot: string | null
}

export interface DraftRow extends DraftForm {
  rev: number
  content: Record<string, unknown>
  savedAt: Date
}

const selectDrafts = (db: Db, personId: string) =>
  db
    .selectFrom('drafts')
    .select(['workflow', 'parent_id as parentId', 'slot', 'rev', 'content', 'saved_at as savedAt'])
    .where('person_id', '=', personId)

const isForm = ({ workflow, parentId, slot }: DraftForm) => sql<boolean>`
  workflow = ${workflow} and parent_id is not distinct from ${parentId}::uuid and slot is not distinct from ${slot}::text`

export const findDraft = (db: Db, personId: string, form: DraftForm): Promise<DraftRow | undefined> =>
  selectDrafts(db, personId).where(isForm(form)).executeTakeFirst()

/** A person's drafts, the last one first. */
export const listDrafts = (db: Db, personId: string): Promise<DraftRow[]> =>
  selectDrafts(db, personId).orderBy('saved_at', 'desc').limit(MOST_DRAFTS).execute()

export interface DraftWrite {
  key: string
  content: Record<string, unknown>
  fileIds: string[]
  at: Date
}

/** The first save of a form; false where there is a draft of it already. */
export async function insertDraft(
  tx: Tx,
  personId: string,
  form: DraftForm,
  draft: DraftWrite,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('drafts')
    .values({
      person_id: personId,
      key: draft.key,
      workflow: form.workflow,
      parent_id: form.parentId,
      slot: form.slot,
      rev: 1,
      content: JSON.stringify(draft.content),
      file_ids: draft.fileIds,
      saved_at: draft.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Saves over the revision that was seen last; false where that is not the last one any more, or the key is another draft's. */
export async function updateDraft(
  tx: Tx,
  personId: string,
  form: DraftForm,
  rev: number,
  draft: DraftWrite,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('drafts')
    .set({
      key: draft.key,
      rev: rev + 1,
      content: JSON.stringify(draft.content),
      file_ids: draft.fileIds,
      saved_at: draft.at,
    })
    .where('person_id', '=', personId)
    .where('rev', '=', rev)
    .where(isForm(form))
    .where(
      sql<boolean>`not exists (select from drafts o where o.person_id = ${personId} and o.key = ${draft.key}
        and o.key <> drafts.key)`,
    )
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

const MOST_DRAFTS = 50

/** Keeps a person's newest drafts only. */
export async function dropOldDrafts(tx: Tx, personId: string): Promise<void> {
  await sql`
    delete from drafts where person_id = ${personId} and key in (
      select key from drafts where person_id = ${personId} order by saved_at desc offset ${MOST_DRAFTS})`.execute(
    tx,
  )
}

export async function deleteDraft(tx: Tx, personId: string, form: DraftForm): Promise<void> {
  await tx.deleteFrom('drafts').where('person_id', '=', personId).where(isForm(form)).execute()
}

/** The draft whose form has been sent. */
export async function deleteSentDraft(tx: Tx, personId: string, key: string): Promise<void> {
  await tx.deleteFrom('drafts').where('person_id', '=', personId).where('key', '=', key).execute()
}

/** Whether a form with this key has been sent already. */
export async function isSent(tx: Tx, personId: string, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('idempotency_keys')
    .select('key')
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}
