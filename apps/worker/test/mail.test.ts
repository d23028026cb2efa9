import type { Db } from '@belfry/db'
import { settleAbandoned } from '@belfry/db/queries/deliveries'
import { removeProcess } from '@belfry/db/queries/processes'
import { setFlag } from '@belfry/engine/system'
import { clock } from '@belfry/shared'
import { flagsFrom } from '@belfry/shared/flags'
import { freshDatabase } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { type GivenMails, givenMails } from '@belfry/testing/mails'
import { freePort } from '@belfry/testing/ports'
import { type SmtpServerOptions, startSmtp } from '@belfry/testing/smtp'
import { expect, onTestFinished, test } from 'vitest'
import { mailbox } from '../src/channels/mail/mailbox.ts'
import type { MailProvider } from '../src/channels/mail/provider.ts'
import { attemptsOf, deliveries, givenPostOffice, states } from './support/post-office.ts'

test('the next provider gets a mail at once where one is away, and both attempts are on record', async () => {
  const { db } = await freshDatabase()
  const there = await smtp()
  const [id] = await mails(db, 1)
  const since = performance.now()

  await givenPostOffice(db, `main=smtp://127.0.0.1:${await freePort()}?plain=yes, other=${there.url}`)
  await settled(db)

  expect(performance.now() - since).toBeLessThan(25_000)
  expect(await deliveries(db)).toMatchObject([
    { state: 'sent', provider: 'other', error: null, message_id: `<${id}@belfry.test>`, next_at: null },
  ])
  expect(there.taken).toMatchObject([{ messageId: `<${id}@belfry.test>` }])
  expect(await attemptsOf(db, id!)).toMatchObject([
    { provider: 'main', outcome: 'failed', response: null, error: expect.stringContaining('ECONNREFUSED') },
    { provider: 'other', outcome: 'sent', code: '250', response: '250 2.0.0 Ok: queued as 1' },
  ])
})

test('each answer of a server leads where it should', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  const answers = {
    'closing.test': { at: 'rcpt', code: 421, words: '4.3.2 Closing' },
    'greylist.test': { at: 'rcpt', code: 451, words: '4.7.1 Greylisted, try again later' },
    'unknown.test': { at: 'rcpt', code: 550, words: '5.1.1 User unknown' },
    'spam.test': { at: 'data', code: 554, words: '5.7.1 This looks like spam' },
    'full.test': { at: 'data', code: 452, words: '4.2.2 Mailbox full' },
  } as const
  const domains = Object.keys(answers) as (keyof typeof answers)[]
  main.does((to) => {
    const answer = answers[to.split('@')[1] as keyof typeof answers]
    return answer ? { kind: 'answers', ...answer } : { kind: 'takes' }
  })
  await mails(db, domains.length, { domains })

  await givenPostOffice(db, `main=${main.url}&parallel=1, other=${other.url}`)
  await settled(db)

  const rows = await deliveries(db)
  const byDomain = Object.fromEntries(rows.map((row) => [row.address!.split('@')[1], row]))
  for (const domain of domains)
    expect(byDomain[domain]).toMatchObject(
      domain === 'unknown.test'
        ? { state: 'bounced', attempts: 1, error: '550 5.1.1 User unknown' }
        : { state: 'sent', attempts: 2, provider: 'other' },
    )
  expect(await attemptsOf(db, byDomain['spam.test']!.id)).toMatchObject([
    { outcome: 'refused', code: '554 5.7.1', response: '554 5.7.1 This looks like spam' },
    { outcome: 'sent' },
  ])
  expect(await db.selectFrom('suppressions').select(['address', 'reason', 'delivery_id']).execute()).toEqual([
    {
      address: byDomain['unknown.test']!.address,
      reason: 'hard_bounce',
      delivery_id: byDomain['unknown.test']!.id,
    },
  ])
  expect(
    await db.selectFrom('events').select('data').where('type', '=', 'mail.suppress').execute(),
  ).toMatchObject([{ data: { target: { id: byDomain['unknown.test']!.address }, reason: 'hard_bounce' } }])
  expect(await db.selectFrom('slow_domains').select(['domain', 'gap_ms']).execute()).toEqual([
    { domain: 'greylist.test', gap_ms: 1_000 },
  ])
})

test('a suppressed address gets nothing from the same moment on, urgent or not', async () => {
  const { db } = await freshDatabase()
  const server = await smtp()
  const [id] = await mails(db, 1, { urgent: true })
  await db
    .insertInto('suppressions')
    .columns(['address', 'reason', 'since'])
    .expression((eb) =>
      eb
        .selectFrom('people')
        .select((e) => [
          e.fn<string>('lower', ['email']).as('a'),
          e.val('manual').as('r'),
          e.val(new Date()).as('s'),
        ]),
    )
    .execute()

  await givenPostOffice(db, `main=${server.url}`)
  await settled(db)

  expect(await states(db)).toEqual({ suppressed: 1 })
  expect(await attemptsOf(db, id!)).toEqual([])
  expect(server.taken).toEqual([])
})

test('a mail that may have been taken is not sent again by itself, by nobody', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  main.does({ kind: 'takes and cuts' })
  const [id] = await mails(db, 1)

  const office = await givenPostOffice(db, `main=${main.url}, other=${other.url}`)
  await settled(db)
  await office.sendDue()

  expect(await deliveries(db)).toMatchObject([
    { state: 'unclear', provider: 'main', bound_to: 'main', next_at: null },
  ])
  expect(await attemptsOf(db, id!)).toMatchObject([{ provider: 'main', outcome: 'unclear' }])
  expect([main.taken.length, other.taken.length]).toEqual([1, 0])
})

test('where a server takes the same Message-ID for the same mail, it is asked again, and no other', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  main.does({ kind: 'takes and cuts' })
  const [id] = await mails(db, 1)

  const office = await givenPostOffice(db, `main=${main.url}&repeatable=yes, other=${other.url}`)
  await eventually(
    'it has been tried',
    async () => (await states(db))['queued'] === 1 && main.taken.length === 1,
  )
  main.does({ kind: 'takes' })
  await hurry(db)
  await office.sendDue()
  await settled(db)

  expect(await states(db)).toEqual({ sent: 1 })
  expect(main.taken.map(({ messageId }) => messageId)).toEqual([`<${id}@belfry.test>`, `<${id}@belfry.test>`])
  expect(other.taken).toEqual([])
})

test('a server that hangs before it has a mail costs seconds, and the mail goes with the next one', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  main.does({ kind: 'hangs', at: 'greeting' })
  await mails(db, 3)
  const since = performance.now()

  await givenPostOffice(db, `main=${main.url}, other=${other.url}`)
  await settled(db)

  expect(performance.now() - since).toBeLessThan(30_000)
  expect(await states(db)).toEqual({ sent: 3 })
  expect(other.taken).toHaveLength(3)
})

test('what a server does not confirm in time goes to no other; what came after it does, within five seconds', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  main.does({ kind: 'hangs', at: 'data' })
  await mails(db, 30)
  const since = performance.now()

  await givenPostOffice(db, `main=${main.url}&parallel=5, other=${other.url}`, { firstRestMs: 60_000 })
  await eventually('the others are sent', async () => other.taken.length === 25, 15_000)

  expect(performance.now() - since).toBeLessThan(30_000)
  expect(main.taken).toHaveLength(5)
  await eventually('they are on record', async () => (await states(db))['sent'] === 25)
  expect(await states(db)).toEqual({ sending: 5, sent: 25 })
  main.cut() // which is no answer either
  await eventually('they are unclear', async () => (await states(db))['unclear'] === 5)
})

test('a provider in trouble rests, is tried with one mail, and comes back by itself', async () => {
  const { db } = await freshDatabase()
  const port = await freePort()
  const other = await smtp()
  await mails(db, 20)

  const office = await givenPostOffice(
    db,
    `main=smtp://127.0.0.1:${port}?plain=yes&parallel=1, other=${other.url}`,
  )
  await settled(db)
  const down = await provider(db, 'main')
  const tried = await db.selectFrom('delivery_attempts').selectAll().where('provider', '=', 'main').execute()
  const main = await smtp({ port })
  const waiting = await eventually('its rest is over', async () => {
    await mails(db, 1)
    await office.sendDue()
    await settled(db)
    const row = await provider(db, 'main')
    return row.state === 'healthy' && row
  })

  expect(down).toMatchObject({ state: 'resting', last_error: expect.stringContaining('ECONNREFUSED') })
  expect(tried.length).toBeLessThan(20)
  expect(waiting).toMatchObject({ failures: 0, rest_until: null })
  expect(main.taken.length).toBeGreaterThan(0)
  expect(await states(db)).toMatchObject({ sent: expect.any(Number) })
  expect(Object.keys(await states(db))).toEqual(['sent'])
})

test('two workers together keep to the quota of a day and to the rate of a second', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  await mails(db, 60)

  const settings = `main=${main.url}&daily=25, other=${other.url}&rate=20`
  const offices = await Promise.all([givenPostOffice(db, settings), givenPostOffice(db, settings)])
  await eventually(
    'all are sent',
    async () => {
      await Promise.all(offices.map((office) => office.sendDue()))
      return (await states(db))['sent'] === 60
    },
    20_000,
  )

  expect(main.taken).toHaveLength(25)
  expect(other.taken).toHaveLength(35)
  expect(new Set([...main.taken, ...other.taken].map(({ messageId }) => messageId)).size).toBe(60)
  const starts = await db
    .selectFrom('delivery_attempts')
    .select((eb) => [eb.fn.countAll<number>().as('n')])
    .where('provider', '=', 'other')
    .groupBy((eb) => eb.fn('date_trunc', [eb.val('second'), 'started_at']))
    .execute()
  expect(Math.max(...starts.map(({ n }) => n))).toBeLessThanOrEqual(25) // a place of one second may begin in the next
})

test('urgent mails go before all others that are due', async () => {
  const { db } = await freshDatabase()
  const server = await smtp()
  await mails(db, 10)
  const urgent = await mails(db, 2, { urgent: true })

  await givenPostOffice(db, `main=${server.url}&parallel=1`)
  await settled(db)

  expect(
    server.taken
      .slice(0, 2)
      .map(({ messageId }) => messageId)
      .toSorted(),
  ).toEqual(urgent.map((id) => `<${id}@belfry.test>`).toSorted())
})

test('what a worker was sending when it died is unclear, and does not go out again', async () => {
  const { db } = await freshDatabase()
  const main = await smtp()
  main.does({ kind: 'hangs', at: 'data' })
  await mails(db, 1)
  const { processId } = await givenPostOffice(db, `main=${main.url}`)
  await eventually('it is on its way', async () => main.taken.length === 1)

  await removeProcess(db, processId)

  expect(await inTx(db, (tx) => settleAbandoned(tx, clock.now()))).toBe(1)
  expect(await deliveries(db)).toMatchObject([{ state: 'unclear', provider: 'main', next_at: null }])
  main.cut() // so that nobody waits for it
})

test('where a provider takes the same mail twice for one, it goes there again', async () => {
  const { db } = await freshDatabase()
  const slow = gate(mailbox)
  await mails(db, 1)
  const office = await givenPostOffice(db, [slow.provider])
  await eventually('it is on its way', async () => (await states(db))['sending'] === 1)

  await removeProcess(db, office.processId)

  expect(await inTx(db, (tx) => settleAbandoned(tx, clock.now()))).toBe(1)
  expect(await deliveries(db)).toMatchObject([{ state: 'queued', bound_to: 'mailbox' }])
  slow.open()
  await office.sendDue()
  await settled(db)
  expect(await db.selectFrom('mailbox').selectAll().execute()).toHaveLength(1)
})

test('an answer that comes late still counts: a mail that was sent is not sent again', async () => {
  const { db } = await freshDatabase()
  const slow = gate(mailbox)
  const [id] = await mails(db, 1)
  const office = await givenPostOffice(db, [slow.provider])
  await eventually('it is on its way', async () => (await states(db))['sending'] === 1)

  await removeProcess(db, office.processId) // others think it dead
  await inTx(db, (tx) => settleAbandoned(tx, clock.now()))
  slow.open()
  await settled(db)

  expect(await deliveries(db)).toMatchObject([{ id, state: 'sent', error: null, next_at: null }])
})

test('mail that is switched off waits, and goes when it is on again', async () => {
  const { db, given } = await databaseWithPeople()
  const server = await smtp()
  const flag = (on: boolean) =>
    inTx(db, (tx) => setFlag(tx, given.admin, { name: 'channel.mail', on, reason: 'A test.' }, flagsFrom([])))
  await flag(false)
  await mails(db, 2)

  const office = await givenPostOffice(db, `main=${server.url}`)
  await eventually('they wait', async () => (await states(db))['paused'] === 2)
  await flag(true)

  expect(await states(db)).toEqual({ held: 2 })
  expect(server.taken).toEqual([])
  await office.close()
})

test('whoever cannot be reached by anybody is tried again after pauses, and whoever refuses for good is not', async () => {
  const { db } = await freshDatabase()
  const [main, other] = [await smtp(), await smtp()]
  main.does({ kind: 'answers', at: 'data', code: 554, words: '5.6.0 Not this one' })
  other.does({ kind: 'answers', at: 'data', code: 452, words: '4.2.2 Full' })
  await mails(db, 1)

  const office = await givenPostOffice(db, `main=${main.url}, other=${other.url}`)
  await eventually('both were asked', async () => {
    const [row] = await deliveries(db)
    return row!.rounds === 1
  })
  const [first] = await deliveries(db)
  other.does({ kind: 'answers', at: 'data', code: 554, words: '5.6.0 Nor this' })
  await hurry(db)
  await office.sendDue()
  await settled(db)

  expect(first).toMatchObject({ state: 'queued', error: '452 4.2.2 Full', refused_by: ['main'], passed: [] })
  expect(first!.next_at!.getTime()).toBeGreaterThan(first!.changed_at!.getTime())
  expect(await deliveries(db)).toMatchObject([{ state: 'failed', attempts: 3, next_at: null }])
})

test('a name with a comma does not become two recipients', async () => {
  const { db } = await freshDatabase()
  await mails(db, 1)
  await db.updateTable('people').set({ name: 'North, Nora "Nori" <all@elsewhere.test>' }).execute()

  await givenPostOffice(db, [mailbox])
  await settled(db)

  const { recipient } = await db.selectFrom('mailbox').select('recipient').executeTakeFirstOrThrow()
  expect(recipient).toMatch(/^"North, Nora \\"Nori\\" <all@elsewhere.test>" <[^\s<>]+@belfry.test>$/)
})

const mails = (db: Db, size: number, given?: GivenMails) => inTx(db, (tx) => givenMails(tx, size, given))

async function smtp(options?: SmtpServerOptions) {
  const server = await startSmtp(options)
  onTestFinished(() => server.close())
  return server
}

/** Nothing is due any more, and nothing under way. */
const settled = (db: Db) =>
  eventually(
    'every mail has gone as far as it can',
    async () => {
      const { n } = await db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where((row) => row.or([row('state', '=', 'sending'), row('next_at', 'is not', null)]))
        .executeTakeFirstOrThrow()
      return n === 0
    },
    20_000,
  )

/** What waits for its next try is due now. */
const hurry = (db: Db) =>
  db
    .updateTable('deliveries')
    .set({ next_at: new Date(0) })
    .where('next_at', 'is not', null)
    .execute()

const provider = (db: Db, name: string) =>
  db.selectFrom('providers').selectAll().where('name', '=', name).executeTakeFirstOrThrow()

/** A provider whose first mail waits until the gate is open. */
function gate(of: MailProvider) {
  const opened = Promise.withResolvers<void>()
  return {
    open: () => opened.resolve(),
    provider: {
      ...of,
      send: (mail, onSlow) => opened.promise.then(() => of.send(mail, onSlow)),
    } satisfies MailProvider as MailProvider,
  }
}
