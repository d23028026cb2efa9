import { type Db, type Tx, enqueue, notify } from '@belfry/db'
import { listProviders, restProvider, resumeProvider } from '@belfry/db/queries/providers'
import { type Actor, notFound } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import type { MailProviderView, ProviderInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'

/** Who carries mail, in the order in which they are asked; at the end those that the settings do not name any more. */
export async function listMailProviders(db: Db, actor: Actor): Promise<MailProviderView[]> {
  demand(actor, 'mail.read')
  const rows = await listProviders(db)
  return rows.map(({ failures: _, kind, restUntil, lastErrorAt, changedAt, ...row }) => ({
    ...row,
    kind: kind as MailProviderView['kind'],
    restUntil: restUntil?.toISOString() ?? null,
    lastErrorAt: lastErrorAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
  }))
}

/** Lets a provider carry nothing until it is resumed, or carry again at once, whatever it did before. */
export async function changeProvider(
  tx: Tx,
  actor: Actor,
  to: 'rest' | 'resume',
  { name, reason }: ProviderInput,
): Promise<void> {
  demand(actor, 'mail.change')
  const isThere = await (to === 'rest' ? restProvider : resumeProvider)(tx, name)
  if (!isThere) throw notFound()
  if (to === 'resume') await enqueue(tx, jobs.sendMail, {})
  await notify(tx, { kind: 'mail' })
  await record(tx, actor, {
    type: `mail.${to}`,
    data: { target: { kind: 'provider', id: name, title: name }, ...(reason ? { reason } : {}) },
  })
}
