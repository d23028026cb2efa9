import type { KeyObject } from 'node:crypto'
import { type Db, type Tx, enqueue } from '@belfry/db'
import { redactActor, redactSubject } from '@belfry/db/queries/audit-removal'
import { findPersonAsked } from '@belfry/db/queries/why'
import { type Actor, notFound } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'
import { sealNow } from './seal.ts'

/** Has what is personal about somebody taken out of the trail, by a job. Who did what, and when, stays, under his id. */
export async function redactPerson(
  tx: Tx,
  actor: Actor,
  { personId, reason }: { personId: string; reason: string },
): Promise<null> {
  demand(actor, 'audit.redact')
  if (!(await findPersonAsked(tx, personId))) throw notFound()
  // Without a name: it would be the next to be taken out.
  await record(tx, actor, {
    type: 'audit.redact',
    data: { target: { kind: 'person', id: personId }, reason },
  })
  await enqueue(tx, jobs.redactAudit, { personId })
  return null
}

/** Does it, in batches; once is enough, and again does no harm. What is not sealed yet is sealed first. */
export async function redactTrail(db: Db, key: KeyObject, personId: string): Promise<void> {
  await sealNow(db, key)
  for (const redact of [redactActor, redactSubject]) {
    let left = 1
    while (left > 0) left = await db.transaction().execute((tx) => redact(tx, personId))
  }
}
