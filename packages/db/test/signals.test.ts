import { type Signal, channel, notify } from '@belfry/db'
import { newId } from '@belfry/shared'
import { freshDatabase } from '@belfry/testing'
import { givenIn, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'

/** What is said on the channel while something is done. */
async function heardWhile(url: string, what: () => Promise<unknown>): Promise<Signal[]> {
  const listener = new pg.Client(url)
  await listener.connect()
  onTestFinished(() => listener.end())
  const heard: Signal[] = []
  listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload!) as Signal))
  await listener.query(`listen ${channel}`)
  await what()
  await listener.query('select 1') // what was said before comes before this answer
  return heard
}

test('a signal is said when its transaction commits, and never otherwise', async () => {
  const { db, url } = await freshDatabase()

  const heard = await heardWhile(url, async () => {
    await inTx(db, (tx) => notify(tx, { kind: 'self_test', nonce: 'kept' }))
    await inTx(db, async (tx) => {
      await notify(tx, { kind: 'self_test', nonce: 'lost' })
      throw new Error('The change failed.')
    }).catch(() => {})
  })

  expect(heard).toEqual([{ kind: 'self_test', nonce: 'kept' }])
})

test('a session that ends is heard of, whoever ends it', async () => {
  const { db, url } = await freshDatabase()
  const { vendor } = await givenIn(db)
  const sessions = [newId(), newId()].toSorted()
  for (const id of sessions)
    await sql`insert into auth.session (id, token, user_id, expires_at) values (${id}, ${id}, ${vendor.id}, now())`.execute(
      db,
    )

  const heard = await heardWhile(url, () => sql`delete from auth.session`.execute(db))

  expect(heard.map((signal) => ('sessionId' in signal ? signal.sessionId : '')).toSorted()).toEqual(sessions)
  expect(heard.every(({ kind }) => kind === 'session_ended')).toBe(true)
})

test('a right that is given or taken is heard of, once a transaction', async () => {
  const { db, url } = await freshDatabase()
  const { vendor } = await givenIn(db)

  const heard = await heardWhile(url, async () => {
    await inTx(db, async (tx) => {
      await sql`insert into role_grants (id, person_id, role) values (${newId()}, ${vendor.id}, 'hr')`.execute(
        tx,
      )
      await sql`insert into role_grants (id, person_id, role) values (${newId()}, ${vendor.id}, 'tutor')`.execute(
        tx,
      )
    })
    await sql`update role_grants set revoked_at = now() where person_id = ${vendor.id}`.execute(db)
  })

  const changed = { kind: 'rights_changed', personId: vendor.id }
  expect(heard).toEqual([changed, changed])
})

test('a role is held once in a scope, and may be given again after it was taken', async () => {
  const { db } = await freshDatabase()
  const { officerNorth, officerAnywhere } = await givenIn(db)
  const grant = (person: string, scope: string | null) =>
    sql`insert into role_grants (id, person_id, role, scope) values (${newId()}, ${person}, 'officer', ${scope})`.execute(
      db,
    )

  await expect(grant(officerNorth.id, 'station:north')).rejects.toThrow('role_grants_live')
  await expect(grant(officerAnywhere.id, null)).rejects.toThrow('role_grants_live')
  await sql`update role_grants set revoked_at = now() where person_id = ${officerNorth.id}`.execute(db)

  await grant(officerNorth.id, 'station:north')
  await grant(officerNorth.id, 'station:south')
})

test('who comes to look at very many cases, or leaves them, is told in signals that fit, and so is a process that goes', async () => {
  const { db, url } = await freshDatabase()
  const { vendor } = await givenIn(db)
  await sql`insert into processes (id, kind, host, pid, version) values ('api-1', 'api', 'here', 1, '1')`.execute(
    db,
  )
  const cases = Array.from({ length: 400 }, () => newId())
  const sit = sql`insert into presence (case_id, person_id, process_id, since)
    select id, ${vendor.id}, 'api-1', now() from unnest(${cases}::uuid[]) id`

  // A copy: who began to listen hears what follows, too.
  const came = [...(await heardWhile(url, () => sit.execute(db)))]
  const left = [...(await heardWhile(url, () => sql`delete from processes`.execute(db)))]
  const nothing = await heardWhile(url, () => sql`delete from presence`.execute(db))

  for (const heard of [came, left]) {
    expect(heard.length).toBeLessThanOrEqual(3)
    expect(heard.flatMap((signal) => ('cases' in signal ? signal.cases : [])).toSorted()).toEqual(
      cases.toSorted(),
    )
    for (const signal of heard) expect(JSON.stringify(signal).length).toBeLessThan(8_000)
  }
  expect(nothing).toEqual([])
})
