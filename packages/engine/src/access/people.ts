import { type Db, type Tx, notify } from '@belfry/db'
import {
  findActor,
  findPerson,
  insertGrants,
  insertPerson,
  setAway,
  updatePerson,
} from '@belfry/db/queries/people'
import {
  type Actor,
  type Grant,
  type Locale,
  type Origin,
  type Permission,
  clock,
  may,
  newId,
  notFound,
  permissionNames,
} from '@belfry/shared'
import type { Me, UpdateMeInput } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { setPreferences } from '../preferences/set.ts'
import { hashPassword } from './password.ts'

/** Who calls, with what he may do; nothing when the person is gone. */
export async function loadActor(db: Db, personId: string, origin?: Origin): Promise<Actor | undefined> {
  const actor = await findActor(db, personId)
  return actor && (origin ? { ...actor, origin } : actor)
}

export async function getMe(db: Db, actor: Actor): Promise<Me> {
  const person = await findPerson(db, actor.id)
  if (!person) throw notFound()
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    locale: person.locale as Locale,
    theme: person.theme as Me['theme'],
    sound: person.sound,
    awayUntil: awayAt(clock.now(), person.awayUntil)?.toISOString() ?? null,
    timeZone: person.timeZone,
    grants: person.grants,
    permissions: permissionNames.filter((permission: Permission) => may(actor, permission)),
  }
}

export async function updateMe(tx: Tx, actor: Actor, input: UpdateMeInput): Promise<Me> {
  const { awayUntil, timeZone, ...settings } = input
  await updatePerson(tx, actor.id, settings)
  if (timeZone !== undefined) await setPreferences(tx, actor, { timeZone })
  if (awayUntil !== undefined) await goAway(tx, actor, awayUntil)
  // A live connection speaks the language its person had when it opened; it comes back with the new one.
  if (input.locale && input.locale !== actor.locale)
    await notify(tx, { kind: 'rights_changed', personId: actor.id })
  return getMe(tx, actor)
}

/** Who is away is given nothing by the rules of queues. Back is whoever says so, or when the time has come. */
async function goAway(tx: Tx, actor: Actor, until: string | null): Promise<void> {
  const person = await findPerson(tx, actor.id)
  const now = clock.now()
  const before = awayAt(now, person?.awayUntil ?? null)
  const after = awayAt(now, until === null ? null : new Date(until))
  if (!person || before?.getTime() === after?.getTime()) return
  await setAway(tx, actor.id, after)
  await record(tx, actor, {
    type: 'account.away',
    at: now,
    data: {
      target: { kind: 'person', id: person.id, title: person.name },
      before: { awayUntil: before?.toISOString() ?? null },
      after: { awayUntil: after?.toISOString() ?? null },
    },
  })
}

const awayAt = (now: Date, until: Date | null): Date | null => (until && until > now ? until : null)

export interface NewPerson {
  name: string
  email: string
  password: string
  locale: Locale
  grants: Grant[]
}

/** Makes a person with an account to sign in with, and an empty inbox. Returns the id. */
export async function createPerson(tx: Tx, person: NewPerson): Promise<string> {
  const id = newId()
  const passwordHash = await hashPassword(person.password)
  const at = clock.now()
  await insertPerson(tx, {
    id,
    name: person.name,
    email: person.email.toLowerCase(),
    locale: person.locale,
    passwordHash,
    at,
  })
  await insertGrants(tx, id, person.grants, at)
  return id
}
