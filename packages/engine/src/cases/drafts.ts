import type { Db, Tx } from '@belfry/db'
import { listCasesById } from '@belfry/db/queries/cases'
import {
  type DraftForm as FormRow,
  deleteDraft,
  dropOldDrafts,
  findDraft as findDraftRow,
  insertDraft,
  isSent,
  listDrafts as listDraftRows,
  updateDraft,
} from '@belfry/db/queries/drafts'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { maySee, maySubmit } from '@belfry/shared/machine'
import type { Draft, DraftContent, DraftForm, DraftItem, SaveDraftInput } from '@belfry/shared/wire'
import { findWorkflow, getWorkflow } from '@belfry/shared/workflows'
import { readCase } from './read.ts'
import { factsOf } from './view.ts'

/** What the person has filled in of a form so far; nothing where it was not begun. */
export async function findDraft(db: Db, actor: Actor, form: DraftForm): Promise<Draft | null> {
  const row = await findDraftRow(db, actor.id, rowOf(form))
  return row ? { rev: row.rev, savedAt: row.savedAt.toISOString(), content: contentOf(row.content) } : null
}

/**
 * Keeps a form as it is, unchecked, for the next sitting. It is refused (`draft_changed`) where the form was saved, sent or
 * discarded elsewhere since `rev`, so that of two windows neither overwrites the other. A person has one draft of a form,
 * and at most 50; the oldest gives way. Sending the form ends its draft.
 */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  input: SaveDraftInput,
): Promise<Pick<Draft, 'rev' | 'savedAt'>> {
  const workflow = findWorkflow(input.workflow)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  if (input.parentId) await readCase(tx, actor, input.parentId)
  else if (!maySubmit(workflow, actor)) throw new DomainError('not_permitted')
  if (await isSent(tx, actor.id, input.content.key)) throw new DomainError('draft_changed')

  const at = clock.now()
  const form = rowOf(input)
  const { content, rev } = input
  const draft = { key: content.key, content, fileIds: idsIn(content), at }
  const isSaved =
    rev === 0
      ? await insertDraft(tx, actor.id, form, draft)
      : await updateDraft(tx, actor.id, form, rev, draft)
  if (!isSaved) throw new DomainError('draft_changed')
  if (rev === 0) await dropOldDrafts(tx, actor.id)
  return { rev: rev + 1, savedAt: at.toISOString() }
}

export const removeDraft = (tx: Tx, actor: Actor, form: DraftForm): Promise<void> =>
  deleteDraft(tx, actor.id, rowOf(form))

/** The forms that the person has begun, the last one first; those for cases he may not see any more are left out. */
export async function listDrafts(db: Db, actor: Actor): Promise<DraftItem[]> {
  const rows = await listDraftRows(db, actor.id)
  const ids = rows.flatMap(({ parentId }) => parentId ?? [])
  const parents = ids.length > 0 ? await listCasesById(db, ids, clock.now()) : []
  return rows.flatMap((row): DraftItem[] => {
    const parent = parents.find(({ id }) => id === row.parentId)
    if (row.parentId && !(parent && maySee(getWorkflow(parent.workflow), actor, factsOf(parent)))) return []
    return [
      {
        workflow: row.workflow,
        parent: parent
          ? { id: parent.id, workflow: parent.workflow, title: parent.title, slot: row.slot ?? '' }
          : null,
        title: titleOf(row.workflow, contentOf(row.content).values),
        savedAt: row.savedAt.toISOString(),
      },
    ]
  })
}

const rowOf = ({ workflow, parentId, slot }: DraftForm): FormRow => ({
  workflow,
  parentId: parentId ?? null,
  slot: slot ?? null,
})

const contentOf = (content: Record<string, unknown>) => content as DraftContent

/** Titles are made for whole data; of half a form there may be none. */
function titleOf(workflow: string, values: Record<string, unknown>): string {
  try {
    const title: unknown = findWorkflow(workflow)?.title?.(values)
    return typeof title === 'string' && !title.includes('undefined') ? title : ''
  } catch {
    return ''
  }
}

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Every id in it: which of them are files does not matter for keeping those. */
const idsIn = (content: DraftContent): string[] =>
  [...new Set(JSON.stringify([content.values, content.children]).match(ID))].slice(0, 500)
