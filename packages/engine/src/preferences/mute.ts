import type { Tx } from '@belfry/db'
import { deleteMute, insertMute } from '@belfry/db/queries/preferences'
import { type Actor, clock } from '@belfry/shared'
import { readCase } from '../cases/read.ts'
import { record } from '../events/record.ts'

/** The actor hears nothing of this case any more, what is critical excepted; nobody else learns of it. */
export async function muteCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  const { title } = await readCase(tx, actor, caseId)
  const at = clock.now()
  if (await insertMute(tx, actor.id, caseId, at)) await note(tx, actor, 'account.mute', caseId, at, title)
}

/** Also of a case that he has lost sight of since. */
export async function unmuteCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  const at = clock.now()
  if (await deleteMute(tx, actor.id, caseId)) await note(tx, actor, 'account.unmute', caseId, at)
}

/** An event of the account: in the case's history others would read it. */
async function note(tx: Tx, actor: Actor, type: string, caseId: string, at: Date, title?: string) {
  await record(tx, actor, {
    type,
    at,
    data: { target: { kind: 'case', id: caseId, ...(title !== undefined && { title }) } },
  })
}
