import type { Tx } from '@belfry/db'
import { isAbove, lockAccount, lockSupervision, setClosed, setSupervisorOf } from '@belfry/db/queries/access'
import { revokeApiKeysOf } from '@belfry/db/queries/api-keys'
import { deleteSessions, forgetOneTimeLinks } from '@belfry/db/queries/passwords'
import { type Actor, DomainError, clock, notFound } from '@belfry/shared'
import { record } from '../events/record.ts'
import { demand } from './demand.ts'
import { demandOtherAdmin } from './grants.ts'

/** Closes an account: its sessions and API keys end at once, its roles are kept for the day it is opened again. */
export async function deactivate(tx: Tx, actor: Actor, personId: string): Promise<null> {
  demand(actor, 'access.change')
  const person = await lockAccount(tx, personId)
  if (!person) throw notFound()
  if (person.id === actor.id) throw new DomainError('not_yourself')
  if (person.closedAt) throw new DomainError('person_closed', { name: person.name })
  await demandOtherAdmin(tx, person)

  const at = clock.now()
  await setClosed(tx, person.id, at)
  await forgetOneTimeLinks(tx, person.id)
  const sessions = await deleteSessions(tx, person.id, null)
  const keys = await revokeApiKeysOf(tx, person.id, actor.id, at)
  await record(tx, actor, {
    type: 'access.deactivate',
    at,
    data: { target: targetOf(person), before: { open: true, sessions, keys }, after: { open: false } },
  })
  return null
}

/** Opens a closed account again, with the roles it had. */
export async function reactivate(tx: Tx, actor: Actor, personId: string): Promise<null> {
  demand(actor, 'access.change')
  const person = await lockAccount(tx, personId)
  if (!person) throw notFound()
  if (!person.closedAt) return null
  await setClosed(tx, person.id, null)
  await record(
    tx,
    actor,
    {
      type: 'access.reactivate',
      data: { target: targetOf(person), before: { open: false }, after: { open: true } },
    },
    { tell: true },
  )
  return null
}

/** Says who supervises somebody; nobody, for null. Nobody can end up as his own supervisor, through others either. */
export async function setSupervisor(
  tx: Tx,
  actor: Actor,
  input: { personId: string; supervisorId: string | null },
): Promise<null> {
  demand(actor, 'access.change')
  await lockSupervision(tx)
  const person = await lockAccount(tx, input.personId)
  if (!person) throw notFound()
  if (person.supervisorId === input.supervisorId) return null
  const supervisor = input.supervisorId ? await lockAccount(tx, input.supervisorId) : undefined
  if (input.supervisorId && (!supervisor || supervisor.closedAt)) throw new DomainError('unknown_choice')
  if (supervisor && (await isAbove(tx, person.id, supervisor.id)))
    throw new DomainError('supervisor_loop', { name: person.name })

  await setSupervisorOf(tx, person.id, supervisor?.id ?? null)
  await record(
    tx,
    actor,
    {
      type: 'access.supervise',
      data: {
        target: targetOf(person),
        before: { supervisor: person.supervisor?.name ?? null },
        after: { supervisor: supervisor?.name ?? null },
        facts: { some: supervisor ? 'yes' : 'no', supervisor: supervisor?.name ?? null },
      },
    },
    { tell: true },
  )
  return null
}

export const targetOf = (person: { id: string; name: string }) => ({
  kind: 'person',
  id: person.id,
  title: person.name,
})
