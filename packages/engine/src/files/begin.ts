import type { Tx } from '@belfry/db'
import { countUnattached, insertFile } from '@belfry/db/queries/files'
import { type Actor, DomainError, cleanFileName, clock, isBadFileName, newId } from '@belfry/shared'
import { type BeginUploadInput, type BegunUpload, plainText } from '@belfry/shared/wire'
import { MIB, tooLarge } from './refusal.ts'

/** Whoever uploads without end, and uses nothing of it, would fill the disk. */
const MOST_UNATTACHED = 100

/**
 * Makes room for one file of so many bytes, which then go to `uploadUrl`. Throws `file_name`, `file_empty`,
 * `file_too_large` or `too_many_files`.
 */
export async function beginUpload(
  tx: Tx,
  actor: Actor,
  input: BeginUploadInput,
  { maxMb }: { maxMb: number },
): Promise<BegunUpload> {
  if (isBadFileName(input.name)) throw new DomainError('file_name')
  if (input.size === 0) throw new DomainError('file_empty')
  if (input.size > maxMb * MIB) throw tooLarge(maxMb, actor.locale)
  if ((await countUnattached(tx, actor.id, MOST_UNATTACHED)) >= MOST_UNATTACHED)
    throw new DomainError('too_many_files', { limit: MOST_UNATTACHED })

  const id = newId()
  await insertFile(tx, {
    id,
    uploadedBy: actor.id,
    name: cleanFileName(input.name),
    declaredType: plainText().parse(input.type ?? '') || null,
    size: input.size,
    accept: input.accept ?? [],
    at: clock.now(),
  })
  return { fileId: id, uploadUrl: `/uploads/${id}` }
}
