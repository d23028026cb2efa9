import type { Db, Tx } from '@belfry/db'
import { insertScopes } from '@belfry/db/queries/people'
import { hashPassword } from '@belfry/engine/access'
import { submit } from '@belfry/engine/cases'
import { type Actor, type Grant, type Locale, clock, newId } from '@belfry/shared'
import type { Case, SubmitInput } from '@belfry/shared/wire'
import type { WorkflowName } from '@belfry/shared/workflows'
import { sql } from 'kysely'
import { type GivenFile, uploadedFile } from './files.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'
import { runJobs } from './jobs.ts'

/** Everybody given to a test signs in with this, at `<key>@belfry.test` (`officerNorth` is `officernorth@…`). */
export const givenPassword = 'only-given-to-tests'

const everyone = {
  vendor: { name: 'Vera Vendor', locale: 'en', grants: [{ role: 'vendor', scope: null }] },
  vendor2: { name: 'Victor Vendor', locale: 'fr', grants: [{ role: 'vendor', scope: null }] },
  officerNorth: { name: 'Nora North', locale: 'en', grants: [{ role: 'officer', scope: 'station:north' }] },
  officerNorth2: { name: 'Noël Nord', locale: 'fr', grants: [{ role: 'officer', scope: 'station:north' }] },
  officerSouth: { name: 'Simone Sud', locale: 'fr', grants: [{ role: 'officer', scope: 'station:south' }] },
  officerAnywhere: { name: 'عمر العام', locale: 'ar', grants: [{ role: 'officer', scope: null }] },
  driver: { name: 'داود السائق', locale: 'ar', grants: [{ role: 'driver', scope: null }] },
  driver2: { name: 'Dora Driver', locale: 'en', grants: [{ role: 'driver', scope: null }] },
  admin: { name: 'Ada Admin', locale: 'en', grants: [{ role: 'admin', scope: null }] },
  reviewer: { name: 'Rita Review', locale: 'en', grants: [{ role: 'reviewer', scope: null }] },
  reviewer2: { name: 'Rémi Relecteur', locale: 'fr', grants: [{ role: 'reviewer', scope: null }] },
  hr: { name: 'Hanna Haupt', locale: 'en', grants: [{ role: 'hr', scope: null }] },
  hr2: { name: 'Hugo Humain', locale: 'fr', grants: [{ role: 'hr', scope: null }] },
  supervisor: {
    name: 'Sven Overview',
    locale: 'en',
    grants: [
      { role: 'supervisor', scope: null },
      { role: 'employee', scope: null },
    ],
  },
  employee: { name: 'Emil Example', locale: 'en', grants: [{ role: 'employee', scope: null }] },
  employee2: { name: 'Élodie Exemple', locale: 'fr', grants: [{ role: 'employee', scope: null }] },
  intern: { name: 'Ines Intern', locale: 'en', grants: [{ role: 'intern', scope: null }] },
  intern2: { name: 'إيمان المتدربة', locale: 'ar', grants: [{ role: 'intern', scope: null }] },
  tutor: { name: 'Tarek Tutor', locale: 'en', grants: [{ role: 'tutor', scope: null }] },
  tutor2: { name: 'Thomas Tuteur', locale: 'fr', grants: [{ role: 'tutor', scope: null }] },
  analyst: { name: 'Ana Lyst', locale: 'en', grants: [{ role: 'analyst', scope: null }] },
} as const satisfies Record<string, { name: string; locale: Locale; grants: readonly Grant[] }>

/** Whom `supervisor` supervises. */
const supervised = ['employee', 'employee2'] as const

/** What a shift is filed with; the rest of its data is made up. */
export interface GivenShift {
  by: Actor
  station?: 'north' | 'south'
  driver?: Actor
  vehicle?: string
}

/** What a case of any workflow is filed with. */
export interface GivenCase {
  by: Actor
  data: Record<string, unknown>
  /** The case that it hangs on, and where. */
  parentId?: string
  slot?: string
  children?: SubmitInput['children']
}

type Everyone = Record<keyof typeof everyone, Actor>

export type Given = Everyone & {
  /** A case, with everything that follows from it done: nothing is left on the job queue. */
  case: {
    (workflow: 'shift', shift: GivenShift): Promise<Case>
    (workflow: WorkflowName, filed: GivenCase): Promise<Case>
  }
  /** A finished upload of this person, which belongs to nothing yet; its id. There are no bytes behind it. */
  file(by: Actor, file?: GivenFile): Promise<string>
  /** Somebody else. */
  person(person?: { name?: string; locale?: Locale; grants?: Grant[] }): Promise<Actor>
  /** Many people of one role, with inboxes but without accounts; their ids in order. */
  crowd(size: number, grant: Grant): Promise<string[]>
}

/** A fresh database with the stations North and South, and people one can tell apart. */
export async function databaseWithPeople(
  options: { max?: number } = {},
): Promise<FreshDatabase & { given: Given }> {
  const fresh = await freshDatabase(options)
  return { ...fresh, given: await givenIn(fresh.db) }
}

export async function givenIn(db: Db): Promise<Given> {
  const actors = await inTx(db, async (tx) => {
    await insertScopes(tx, [
      { id: 'station:north', kind: 'station', name: 'Station North', time_zone: 'Europe/Paris' },
      { id: 'station:south', kind: 'station', name: 'Station South', time_zone: 'UTC' },
    ])
    const made = await insertActors(
      tx,
      Object.entries(everyone).map(([key, person]) => ({ login: key.toLowerCase(), ...person })),
    )
    const all = Object.fromEntries(Object.keys(everyone).map((key, i) => [key, made[i]])) as Everyone
    await tx
      .updateTable('people')
      .set({ supervisor_id: all.supervisor.id })
      .where(
        'id',
        'in',
        supervised.map((key) => all[key].id),
      )
      .execute()
    return all
  })
  return {
    ...actors,
    async case(workflow: WorkflowName, filed: GivenShift | GivenCase) {
      const { by, ...rest } =
        'data' in filed
          ? filed
          : { by: filed.by, data: shiftData({ ...filed, driver: filed.driver ?? actors.driver }) }
      const made = await inTx(db, (tx) => submit(tx, by, { workflow, ...rest }))
      await runJobs(db)
      return made
    },
    file: (by, file) => inTx(db, (tx) => uploadedFile(tx, by, file)),
    async person({ name = 'Somebody Else', locale = 'en', grants = [] } = {}) {
      const [actor] = await inTx(db, (tx) => insertActors(tx, [{ login: newId(), name, locale, grants }]))
      return actor!
    },
    crowd: (size, grant) => inTx(db, (tx) => insertCrowd(tx, size, grant)),
  }
}

/** The data of a shift that has nothing wrong with it. */
export const shiftData = ({
  station = 'north',
  driver,
  vehicle = 'Bus 12',
}: Omit<GivenShift, 'by' | 'driver'> & { driver: Actor }) => ({
  station,
  driver: driver.id,
  vehicle,
  startsAt: '2026-11-20T08:30:00.000Z',
  endsAt: '2026-11-20T14:00:00.000Z',
})

/** Does something in one transaction. */
export const inTx = <T>(db: Db, what: (tx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(what)

// Hashing is slow on purpose, so everybody has the same hash.
let passwordHash: Promise<string> | undefined

interface NewActor {
  login: string
  name: string
  locale: Locale
  grants: readonly Grant[]
}

/** Like `createPerson` of the engine, for several people in a few statements. */
async function insertActors(tx: Tx, people: NewActor[]): Promise<Actor[]> {
  const password = await (passwordHash ??= hashPassword(givenPassword))
  const at = clock.now()
  const rows = people.map(({ login, name, locale }) => ({
    id: newId(),
    name,
    locale,
    email: `${login}@belfry.test`,
    created_at: at,
  }))
  await tx.insertInto('people').values(rows).execute()
  await tx
    .insertInto('inboxes')
    .values(rows.map(({ id }) => ({ person_id: id })))
    .execute()
  const users = rows.map(({ id, name, email }) => ({ id, name, email, email_verified: true, image: null }))
  await tx.insertInto('auth.user').values(users).execute()
  const accounts = rows.map(({ id }) => ({
    id: newId(),
    account_id: id,
    provider_id: 'credential',
    user_id: id,
    password,
  }))
  await tx.insertInto('auth.account').values(accounts).execute()
  const grants = people.flatMap((person, i) =>
    person.grants.map(({ role, scope }) => ({
      id: newId(),
      person_id: rows[i]!.id,
      role,
      scope,
      granted_by: null,
      granted_at: at,
    })),
  )
  if (grants.length > 0) await tx.insertInto('role_grants').values(grants).execute()
  return people.map(({ name, locale, grants: held }, i) => ({
    kind: 'person',
    id: rows[i]!.id,
    name,
    locale,
    grants: held,
  }))
}

async function insertCrowd(tx: Tx, size: number, { role, scope }: Grant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with crowd as (
      insert into people (id, name, email) select gen_random_uuid(), 'Crowd ' || n, gen_random_uuid() || '@belfry.test'
      from generate_series(1, ${size}::int) n returning id
    ),
    inbox as (insert into inboxes (person_id) select id from crowd),
    granted as (
      insert into role_grants (id, person_id, role, scope) select gen_random_uuid(), id, ${role}, ${scope}::text from crowd
    )
    select id from crowd order by id`.execute(tx)
  return rows.map(({ id }) => id)
}
