import { submit } from '@belfry/engine/cases'
import { type Actor, type ErrorCode, type Role, newId, roles } from '@belfry/shared'
import { startApi } from '@belfry/testing'
import { databaseWithPeople, givenPassword, inTx, shiftData } from '@belfry/testing/given'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Inputs } from '../src/client.ts'
import { appRouter } from '../src/root.ts'
import { unrecorded } from '../src/trail.ts'
import { type Caller, nobody, person } from './callers.ts'
import { type Connection, connected } from './connections.ts'

// Every procedure, asked by somebody of every role, about something of his own, of others, out of his scope, and that does
// not exist. What may come of it stands here, in a table that knows nothing of the code. A procedure that is not in the
// table does not compile.

type Path = { [R in keyof Inputs]: `${R}.${Extract<keyof Inputs[R], string>}` }[keyof Inputs]

/** A person who holds one role and nothing else; an officer holds it for station North. */
type Asker = Role | 'nobody'
const askers: Asker[] = [...roles, 'nobody']

/**
 * A shift: `own` at station North, filed by the asker where he is a vendor, driven by the asker where he is a driver; `other` at
 * North by and for others; `outOfScope` the same at South; `absent` there is none.
 */
type Target = 'own' | 'other' | 'outOfScope' | 'absent'
const targets: Target[] = ['own', 'other', 'outOfScope', 'absent']

type Outcome = 'ok' | ErrorCode

/** Which shifts each role gets to see, and so may ask about at all. */
const seen: Partial<Record<Role, Target[]>> = {
  admin: ['own', 'other', 'outOfScope'],
  officer: ['own', 'other'],
  vendor: ['own'],
  driver: ['own'],
}

interface World {
  id: string
  caseId: string
  personId: string
}

interface Policy {
  about: 'nothing' | 'case' | 'person'
  input: (world: World) => unknown
  /** What must come of it for whoever is signed in. */
  outcome: (asker: Role, target: Target) => Outcome
}

/** For everybody who is signed in; about himself or about nothing in particular. */
const everybody = (input: unknown = {}): Policy => ({
  about: 'nothing',
  input: () => input,
  outcome: () => 'ok',
})
/** Refused to everybody for a reason that comes after the question whether he may ask. */
const everybodyFails = (code: ErrorCode, input: (world: World) => unknown): Policy => ({
  about: 'nothing',
  input,
  outcome: () => code,
})
const only = (
  allowed: Role[],
  input: (world: World) => unknown = () => ({}),
  then: Outcome = 'ok',
): Policy => ({
  about: 'nothing',
  input,
  outcome: (asker) => (allowed.includes(asker) ? then : 'not_permitted'),
})
/** About a person: administrators only, who learn whether there is one. */
const aboutPerson = (input: (world: World) => unknown): Policy => ({
  about: 'person',
  input,
  outcome: (asker, target) =>
    asker !== 'admin' ? 'not_permitted' : target === 'absent' ? 'not_found' : 'ok',
})
/** About a case: what one may not see does not exist; who sees it and is not `allowed` gets `otherwise`. */
const aboutCase = (
  input: (world: World) => unknown,
  allowed: 'all' | Role[] = 'all',
  otherwise: Outcome = 'not_permitted',
): Policy => ({
  about: 'case',
  input,
  outcome: (asker, target) => {
    if (!seen[asker]?.includes(target)) return 'not_found'
    return allowed === 'all' || allowed.includes(asker) ? 'ok' : otherwise
  },
})

const senders: Role[] = ['admin', 'hr', 'reviewer', 'supervisor', 'officer', 'tutor']
/** To those who have a part in a case: senders who see it. */
const toParticipants = (input: (world: World) => unknown): Policy => ({
  about: 'case',
  input,
  outcome: (asker, target) => {
    if (!senders.includes(asker)) return 'not_permitted'
    return seen[asker]?.includes(target) ? 'ok' : 'not_found'
  },
})

const ofCase = ({ caseId }: World) => ({ caseId })
const somebody = ({ personId }: World) => ({ personId })
const nothingThere = () => ({ id: newId() })
const noJob = '999999999999'
const nothingRuns = () => ({ runId: newId() })
const approving = { kind: 'act', action: 'approve' }
const deciders: Role[] = ['officer', 'admin']
const officers: Role[] = ['officer']

const policies: Record<Path, Policy> = {
  'access.people': only(['admin']),
  'access.roles': only(['admin']),
  'access.grants': only(['admin']),
  'access.person': aboutPerson(somebody),
  'access.apiKeys': { ...everybody(), input: () => ({}) },
  'access.invite': only(['admin'], () => ({ name: 'New Person', email: `${newId()}@belfry.test` })),
  'access.createPasswordLink': aboutPerson(somebody),
  'access.grant': aboutPerson(({ personId }) => ({ personId, role: 'analyst' })),
  'access.revoke': aboutPerson(({ personId }) => ({ personId, role: 'tutor' })),
  'access.deactivate': aboutPerson(somebody),
  'access.reactivate': aboutPerson(somebody),
  'access.setSupervisor': aboutPerson(({ personId }) => ({ personId, supervisorId: null })),
  'access.createApiKey': everybody({ name: 'A program' }),
  'access.revokeApiKey': everybodyFails('not_found', nothingThere),

  'announcements.list': only(senders),
  'announcements.get': everybodyFails('not_found', nothingThere),
  'announcements.read': everybodyFails('not_found', nothingThere),
  'announcements.preview': toParticipants(({ caseId }) => ({ to: { participantsOf: caseId } })),
  'announcements.choices': only(senders),
  'announcements.people': only(senders),
  'announcements.cases': only(senders),
  'announcements.save': only(senders),
  'announcements.send': toParticipants(({ caseId }) => ({ to: { participantsOf: caseId }, title: 'Hello' })),
  'announcements.schedule': only(['admin', 'hr', 'officer'], () => ({
    to: { roles: [{ role: 'officer', scope: 'station:north' }] },
    title: 'Hello',
    at: '2099-01-01T08:00:00Z',
  })),
  'announcements.update': only(
    ['admin'],
    () => ({ id: newId(), version: 1, to: { everyone: true }, title: 'Hello' }),
    'not_found',
  ),
  'announcements.cancel': everybodyFails('not_found', nothingThere),
  'announcements.repeat': only(senders, nothingThere, 'not_found'),
  'announcements.live': everybodyFails('not_found', nothingThere),

  'audit.search': only(['admin']),
  'audit.get': only(['admin'], nothingThere, 'not_found'),
  'audit.verify': only(['admin']),
  'audit.redact': only(['admin'], () => ({ personId: newId(), reason: 'He asked.' }), 'not_found'),
  'audit.export': only(['admin'], () => ({ scope: 'chain' })),

  'bulk.preview': only(deciders, () => ({ workflow: 'shift', deed: approving, filter: {} })),
  'bulk.previewItems': only(deciders, () => ({
    workflow: 'shift',
    deed: approving,
    filter: {},
    group: 'will',
  })),
  'documents.archive': only(deciders, () => ({ workflow: 'shift', filter: {} }), 'no_documents'),
  'bulk.start': {
    about: 'case',
    input: ({ caseId }) => ({ workflow: 'shift', deed: approving, ids: [caseId], expected: 1 }),
    outcome: (asker, target) => {
      if (!deciders.includes(asker)) return 'not_permitted'
      return seen[asker]?.includes(target) ? 'ok' : 'nothing_selected'
    },
  },
  'bulk.get': everybodyFails('not_found', nothingRuns),
  'bulk.list': everybody(),
  'bulk.items': everybodyFails('not_found', nothingRuns),
  'bulk.results': everybodyFails('not_found', nothingRuns),
  'bulk.cancel': everybodyFails('not_found', nothingRuns),
  'bulk.retryFailed': everybodyFails('not_found', nothingRuns),
  'bulk.undo': everybodyFails('not_found', nothingRuns),
  'bulk.live': everybodyFails('not_found', nothingRuns),

  'cases.list': everybody(),
  'cases.calendar': everybody({ from: '2026-11-16', to: '2026-11-22' }),
  'cases.get': aboutCase(ofCase),
  'cases.history': aboutCase(ofCase),
  'cases.participants': aboutCase(ofCase),
  'cases.submit': only(['vendor'], () => ({ workflow: 'shift', data: {} }), 'invalid_input'),
  'cases.act': aboutCase(({ caseId }) => ({ caseId, action: 'approve' }), officers, 'not_allowed'),
  'cases.update': aboutCase(({ caseId }) => ({ caseId, data: { vehicle: 'Bus 1' } }), [], 'not_editable'),
  'cases.comment': aboutCase(({ caseId }) => ({ caseId, text: 'Well …' })),
  'cases.draft': everybody({ workflow: 'shift' }),
  'cases.drafts': everybody(),
  'cases.saveDraft': only(['vendor'], () => ({
    workflow: 'shift',
    rev: 0,
    content: { key: newId(), values: {}, labels: {} },
  })),
  'cases.removeDraft': everybody({ workflow: 'shift' }),
  'cases.claim': aboutCase(ofCase, officers, 'not_your_turn'),
  'cases.release': aboutCase(ofCase),
  'cases.assign': aboutCase(({ caseId }) => ({ caseId, personId: null }), deciders),
  'cases.assignees': aboutCase(ofCase, deciders),
  'cases.mentionable': aboutCase(ofCase),
  'cases.addable': aboutCase(ofCase, deciders),
  'cases.addParticipant': aboutCase(({ caseId, personId }) => ({ caseId, personId }), deciders),
  'cases.removeParticipant': aboutCase(({ caseId, personId }) => ({ caseId, personId }), deciders),
  'cases.viewers': aboutCase(ofCase, deciders),
  'cases.live': aboutCase(ofCase),

  'documents.list': aboutCase(ofCase),
  'documents.get': everybodyFails('not_found', () => ({ fileId: newId() })),
  'documents.file': everybodyFails('not_found', () => ({ fileId: newId() })),
  'documents.act': everybodyFails('not_found', () => ({ fileId: newId(), action: 'accept' })),
  'documents.begin': everybody({ name: 'a.pdf', size: 10 }),

  'mail.deliveries': only(['admin']),
  'mail.delivery': only(['admin'], nothingThere, 'not_found'),
  'mail.stats': only(['admin'], () => ({ from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' })),
  'mail.providers': only(['admin']),
  'mail.retry': only(['admin'], () => ({ ids: [newId()] })),
  'mail.rest': only(['admin'], () => ({ name: 'none' }), 'not_found'),
  'mail.resume': only(['admin'], () => ({ name: 'none' }), 'not_found'),
  'mail.live': only(['admin']),
  'mail.mailbox': only(['admin']),
  'mail.message': only(['admin'], nothingThere, 'not_found'),
  'mail.suppressions': only(['admin']),
  'mail.suppress': only(['admin'], () => ({ address: `${newId()}@away.test`, reason: 'Left.' })),
  'mail.unsuppress': only(
    ['admin'],
    () => ({ address: `${newId()}@away.test`, reason: 'Back.' }),
    'not_found',
  ),
  'mail.templates': only(['admin']),
  'mail.preview': only(['admin'], () => ({ template: 'test', type: 'test', locale: 'ar' })),
  'mail.sendTest': only(['admin'], () => ({ template: 'digest', type: 'few', locale: 'fr' })),

  'me.get': everybody(),
  'me.update': everybody({ sound: true }),
  'me.grants': everybody(),
  'me.sessions': everybody(),
  'me.endSession': everybodyFails('not_found', nothingThere),
  'me.changeAddress': everybodyFails('wrong_password', () => ({
    email: `${newId()}@belfry.test`,
    password: 'not the right one',
  })),
  'me.changePassword': everybodyFails('wrong_password', () => ({
    current: 'not this one',
    next: 'nor this one either',
  })),

  'notifications.list': everybody(),
  'notifications.count': everybody({}),
  'notifications.unread': everybody(),
  'notifications.mark': everybody({ ids: [newId()], as: 'read' }),
  'notifications.undo': everybodyFails('nothing_to_undo', () => ({ undoToken: newId() })),
  'notifications.pin': everybody({ ids: [newId()], pinned: true }),
  'notifications.why': everybodyFails('not_found', nothingThere),
  'notifications.whyNot': only(['admin'], () => ({ eventId: newId(), personId: newId() }), 'not_found'),
  'notifications.stats': only(['admin'], () => ({
    from: '2026-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
  })),
  'notifications.live': everybody(),

  'preferences.get': everybody(),
  'preferences.preview': everybody({ categories: { shift: { mail: 'daily' } } }),
  'preferences.set': everybody({ categories: { shift: { mail: 'daily' } } }),
  'preferences.mute': aboutCase(ofCase),
  'preferences.unmute': everybody({ caseId: newId() }),

  'push.key': everybody(),
  'push.list': everybody(),
  'push.subscribe': everybody({
    endpoint: 'https://push.example.org/a-browser',
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  }),
  'push.unsubscribe': everybodyFails('not_found', nothingThere),
  'push.look': everybody({ looks: true }),

  'queues.list': everybody(),
  'queues.get': only(deciders, () => ({ workflow: 'shift' })),
  'queues.calendar': only(deciders, () => ({ workflow: 'shift', from: '2026-11-16', to: '2026-11-22' })),
  'queues.live': only(deciders, () => ({ workflow: 'shift' })),
  'queues.counts': everybody(),
  'queues.views': everybody({ workflow: 'shift' }),
  'queues.saveView': everybody({ workflow: 'shift', name: 'Mine', settings: {} }),
  'queues.removeView': everybodyFails('not_found', nothingThere),
  'queues.next': only(officers, () => ({ workflow: 'shift' })),
  'queues.settings': only(['admin']),
  'queues.configure': only(['admin'], () => ({ workflow: 'shift', assignment: 'manual' })),
  'queues.viewers': only(deciders, () => ({ workflow: 'shift' })),

  'jobs.overview': only(['admin']),
  'jobs.list': only(['admin']),
  'jobs.runs': only(['admin']),
  'jobs.get': only(['admin'], () => ({ id: noJob }), 'not_found'),
  'jobs.retry': only(['admin'], () => ({ which: { ids: [noJob] } })),
  'jobs.discard': only(['admin'], () => ({ which: { ids: [noJob] }, reason: 'A test.' })),
  'jobs.reschedule': only(['admin'], () => ({ ids: [noJob], runAt: '2026-12-01T08:00:00Z' })),
  'jobs.live': only(['admin']),
  'system.health': only(['admin']),
  'system.connections': only(['admin']),
  'system.closeConnection': only(['admin'], nothingThere), // one that is gone already is closed
  'system.flags': only(['admin']),
  'system.setFlag': only(['admin'], () => ({ name: 'channel.webhook', on: true, reason: 'A test.' })),
  'system.throttled': only(['admin']),
  'system.settleThrottled': only(['admin'], () => ({ sender: newId(), as: 'released', reason: 'A test.' })),
  'system.live': only(['admin']),

  'webhooks.list': only(['admin']),
  'webhooks.get': only(['admin'], nothingThere, 'not_found'),
  'webhooks.deliveries': only(['admin'], () => ({ endpointId: newId() }), 'not_found'),
  'webhooks.attempts': only(['admin'], () => ({ deliveryId: newId() }), 'not_found'),
  'webhooks.create': only(['admin'], () => ({
    name: 'Warehouse',
    url: 'https://hooks.example.org/a',
    topics: ['shift'],
  })),
  'webhooks.update': only(['admin'], () => ({ id: newId(), enabled: false }), 'not_found'),
  'webhooks.remove': only(['admin'], nothingThere, 'not_found'),
  'webhooks.rotateSecret': only(['admin'], nothingThere, 'not_found'),
  'webhooks.sendTest': only(['admin'], nothingThere, 'not_found'),
  'webhooks.resend': only(['admin'], () => ({ deliveryId: newId() }), 'not_found'),

  'workflows.list': everybody(),
  'workflows.choices': only(['vendor'], () => ({ workflow: 'shift', field: 'driver' })),
}

let url: string
let fresh: Awaited<ReturnType<typeof databaseWithPeople>>
const people = new Map<Asker, { actor?: Actor; caller: Caller }>()

beforeAll(async () => {
  fresh = await databaseWithPeople()
  const api = await startApi({
    databaseUrl: fresh.url,
    env: { WRITES_PER_MINUTE: '100000', SIGN_INS_PER_MINUTE: '1000' },
  })
  url = api.url
  for (const role of roles) {
    const scope = role === 'officer' ? 'station:north' : null
    const actor = await fresh.given.person({ name: `One ${role}`, grants: [{ role, scope }] })
    people.set(role, {
      actor,
      caller: await person(url, await loginOf(actor.id), { password: givenPassword }),
    })
  }
  people.set('nobody', { caller: nobody(url) })
}, 60_000)

async function loginOf(id: string): Promise<string> {
  const row = await fresh.db
    .selectFrom('people')
    .select('email')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.email
}

/** What the asker asks about; made for this one question, so that no answer depends on another. */
async function worldOf(policy: Policy, asker: Asker, target: Target): Promise<World> {
  const { actor } = people.get(asker)!
  const { given, db } = fresh
  const world: World = { id: newId(), caseId: newId(), personId: given.driver2.id }
  if (policy.about === 'person') {
    if (target === 'absent') world.personId = newId()
    else world.personId = (await given.person({ grants: [{ role: 'tutor', scope: null }] })).id
  }
  if (policy.about === 'case' && target !== 'absent') {
    const isOwn = target === 'own'
    const by = isOwn && asker === 'vendor' ? actor! : given.vendor2
    const driver = isOwn && asker === 'driver' ? actor! : given.driver2
    const data = shiftData({ station: target === 'outOfScope' ? 'south' : 'north', driver })
    world.caseId = (await inTx(db, (tx) => submit(tx, by, { workflow: 'shift', data }))).id
  }
  return world
}

const procedures = (
  appRouter as unknown as { _def: { procedures: Record<string, { _def: { type: string } }> } }
)._def.procedures

async function ask(path: string, input: unknown, { headers }: Caller): Promise<Outcome> {
  const body = JSON.stringify({ json: input })
  const isQuery = procedures[path]!._def.type === 'query'
  const answer = await fetch(`${url}/trpc/${path}${isQuery ? `?input=${encodeURIComponent(body)}` : ''}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    ...(isQuery ? {} : { body }),
  })
  const said = (await answer.json()) as { error?: { json: { data: { key: ErrorCode } } } }
  return said.error ? said.error.json.data.key : 'ok'
}

async function follow(connection: Connection, id: number, path: string, input: unknown): Promise<Outcome> {
  connection.subscribe(id, path, input)
  const first = await connection.frame(
    (frame) => frame.id === id && (frame.error !== undefined || frame.result?.type === 'data'),
  )
  connection.send({ id, method: 'subscription.stop' })
  return first.error ? (first.error.json.data.key as ErrorCode) : 'ok'
}

const expectedOf = (policy: Policy, asker: Asker, target: Target): Outcome =>
  asker === 'nobody' ? 'not_signed_in' : policy.outcome(asker, target)

/** One question of every kind: who asks about what, and the answer. */
async function answersTo(path: Path, policy: Policy): Promise<Record<string, Outcome>> {
  const answers: Record<string, Outcome> = {}
  const isLive = procedures[path]!._def.type === 'subscription'
  for (const asker of askers) {
    const { caller } = people.get(asker)!
    if (isLive && asker === 'nobody') continue // such a socket is refused (sockets.test.ts)
    const connection = isLive ? await connected(url, caller) : undefined
    for (const [i, target] of (policy.about === 'nothing' ? targets.slice(0, 1) : targets).entries()) {
      const input = policy.input(await worldOf(policy, asker, target))
      answers[`${asker}, ${target}`] = connection
        ? await follow(connection, i + 1, path, input)
        : await ask(path, input, caller)
    }
    connection?.ws.close()
  }
  return answers
}

test('the table has every procedure there is, and no other', () => {
  expect(Object.keys(policies).toSorted()).toEqual(Object.keys(procedures).toSorted())
})

const countEvents = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from events where request_id is not null and type <> 'access.refused'`.execute(
    fresh.db,
  )
  return rows[0]!.n
}

test('what is not on the trail exists, and says why', () => {
  for (const [path, why] of Object.entries(unrecorded)) {
    expect(procedures[path]?._def.type, path).toBe('mutation')
    expect(why).not.toBe('')
  }
})

describe('who gets which answer, and each change is on the trail', () => {
  test.each(Object.entries(policies) as [Path, Policy][])('%s', async (path, policy) => {
    const before = await countEvents()
    const answers = await answersTo(path, policy)
    const recorded = (await countEvents()) - before

    const done = Object.values(answers).filter((answer) => answer === 'ok').length
    const isUnrecorded = path in unrecorded
    const isDue = procedures[path]!._def.type === 'mutation' && !isUnrecorded
    expect(recorded).toBeGreaterThanOrEqual(isDue ? done : 0)
    expect(recorded).toBeLessThanOrEqual(isUnrecorded ? 0 : 1_000)

    const expected = Object.keys(answers).map((key) => {
      const [asker, target] = key.split(', ') as [Asker, Target]
      return [key, expectedOf(policy, asker, target)]
    })
    expect(answers).toEqual(Object.fromEntries(expected))
  })
})
