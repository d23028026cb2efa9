import type { Tx } from '@belfry/db'
import { type FileRow, attachFile, findLastVersion, lockFiles } from '@belfry/db/queries/files'
import { type Actor, DomainError, type FileKind, kindOfType } from '@belfry/shared'
import { MIB, refusalError, tooLarge } from './refusal.ts'

/** What a field of kind `file` says in its workflow. */
export interface FieldRule {
  accept?: readonly FileKind[]
  maxMb?: number
}

/**
 * Makes files the next versions in the field of a case, in their order; those that are there already stay what they are.
 * The caller holds the case's lock or has just made it, in the same transaction.
 *
 * Each must be the actor's own and belong to nothing yet, else `unknown_file`. The field's own rule is asked again, since the
 * upload was begun with whatever the sender said: `file_type`, `file_too_large`.
 */
export async function attachFiles(
  tx: Tx,
  actor: Actor,
  caseId: string,
  field: string,
  fileIds: readonly string[],
  { accept = [], maxMb }: FieldRule = {},
): Promise<void> {
  if (fileIds.length === 0) return
  const ids = [...new Set(fileIds)]
  const rows = new Map((await lockFiles(tx, ids)).map((row) => [row.id, row]))
  const isThere = (row: FileRow) => row.case_id === caseId && row.field === field
  const fresh: FileRow[] = []
  for (const id of ids) {
    const row = rows.get(id)
    if (row && isThere(row)) continue
    if (row?.state !== 'ready' || row.uploaded_by !== actor.id || row.case_id)
      throw new DomainError('unknown_file')
    const found = kindOfType(row.type)
    if (accept.length > 0 && (found === 'other' || !accept.includes(found)))
      throw refusalError({ code: 'file_type', found }, accept, actor.locale)
    if (maxMb !== undefined && row.declared_size > maxMb * MIB) throw tooLarge(maxMb, actor.locale)
    fresh.push(row)
  }
  if (fresh.length === 0) return

  const last = await findLastVersion(tx, caseId, field)
  for (const [at, { id }] of fresh.entries())
    await attachFile(tx, id, { caseId, field, version: last + 1 + at })
}
