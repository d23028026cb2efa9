import { readFileSync } from 'node:fs'
import path from 'node:path'
import { enqueue } from '@belfry/db'
import { bounceAddress, bounceKeyFrom } from '@belfry/engine/mail'
import { newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { startWorker } from '@belfry/testing'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { hasPrograms } from '@belfry/testing/programs'
import { expect, test } from 'vitest'
import { readBounce } from '../src/channels/bounces/read.ts'
import { startDovecot } from './support/dovecot.ts'

const secret = 'only-for-tests-and-therefore-no-secret-at-all'
const key = bounceKeyFrom(secret)
const BASE = 'bounces@house.test'

/** What Debian's postfix sent back (`hard`, `full`, `spam`, `delayed`), and two by hand, as if they were about this delivery. */
function fixture(name: string, deliveryId: string, of = key): Buffer {
  const mail = readFileSync(path.join(import.meta.dirname, 'bounces', `${name}.eml`), 'utf8')
  return Buffer.from(
    mail.replaceAll(
      /bounces\+[0-9a-f]{32}-0123456789abcdef@house\.test/g,
      bounceAddress(of, BASE, deliveryId),
    ),
  )
}

test('an address of one delivery fits what servers take, and holds for that delivery alone', async () => {
  const id = newId()
  const address = bounceAddress(key, 'belfry-bounces@a-long-name-of-a-house.test', id)
  const other = bounceAddress(key, BASE, newId()).replace(/\+[0-9a-f]{32}/, `+${id.replaceAll('-', '')}`)

  expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64)
  const shouted = fixture('hard', id)
    .toString()
    .replaceAll(/bounces\+[^@]+/g, (part) => part.toUpperCase())
  expect(await readBounce(Buffer.from(shouted), key)).toMatchObject({ deliveryId: id })
  const forged = fixture('hard', id)
    .toString()
    .replaceAll(bounceAddress(key, BASE, id), other)
  expect(await readBounce(Buffer.from(forged), key)).toBeNull()
  expect(await readBounce(fixture('hard', id, bounceKeyFrom('somebody else')), key)).toBeNull()
})

test('what comes back says what became of the mail, and nothing more than that', async () => {
  const id = newId()
  const read = (name: string) => readBounce(fixture(name, id), key)

  expect(await read('hard')).toMatchObject({
    deliveryId: id,
    kind: 'bounced',
    hard: true,
    detail: expect.stringContaining('550 5.1.1 <nora@away.test>: Recipient address rejected: User unknown'),
  })
  expect(await read('full')).toMatchObject({ kind: 'bounced', hard: false })
  expect(await read('spam')).toMatchObject({ kind: 'bounced', hard: false })
  expect(await read('delayed')).toMatchObject({
    kind: 'deferred',
    hard: false,
    detail: expect.stringMatching(/^451/),
  })
  expect(await read('complaint')).toMatchObject({ deliveryId: id, kind: 'complained', detail: 'abuse' })
  expect(await read('away')).toBeNull()
  expect(await readBounce(Buffer.from('\0\xff no mail at all'), key)).toBeNull()
  const same = await Promise.all([read('hard'), read('hard')])
  expect(same[0]!.id).toBe(same[1]!.id)
})

test.runIf(hasPrograms('reading bounces from a mailbox', 'dovecot'))(
  'a worker reads the mailbox of bounces: what it understands goes, the rest stays for a person',
  async () => {
    const { db, url, given } = await databaseWithPeople()
    const dovecot = await startDovecot()
    const mailFor = async (vehicle: string) => {
      await given.case('shift', { by: given.vendor, vehicle })
      const mail = await db
        .selectFrom('deliveries')
        .select('id')
        .where('channel', '=', 'mail')
        .where('person_id', '=', given.officerNorth.id)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      return mail.id
    }
    const [gone, late] = [await mailFor('Bus 1'), await mailFor('Bus 2')]
    await db
      .updateTable('deliveries')
      .set({ state: 'sent', address: 'gone@away.test' })
      .where('id', '=', gone)
      .execute()
    await db
      .updateTable('deliveries')
      .set({ state: 'sent', address: 'late@away.test' })
      .where('id', '=', late)
      .execute()
    dovecot.put(fixture('hard', gone))
    dovecot.put(fixture('hard', gone))
    dovecot.put(fixture('delayed', late))
    dovecot.put(fixture('away', late))

    await startWorker({
      databaseUrl: url,
      env: { BELFRY_SECRET: secret, MAIL_BOUNCES: dovecot.url.href, MAIL_BOUNCE_ADDRESS: BASE },
    })
    await inTx(db, (tx) => enqueue(tx, jobs.readBounces, {}))
    await expect.poll(() => dovecot.left(), { timeout: 30_000 }).toEqual([expect.stringMatching(/,S$/)])

    const states = await db
      .selectFrom('deliveries')
      .select(['id', 'state'])
      .where('id', 'in', [gone, late])
      .execute()
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [gone, 'bounced'],
        [late, 'deferred'],
      ]),
    )
    expect(await db.selectFrom('suppressions').select(['address', 'reason']).execute()).toEqual([
      { address: 'gone@away.test', reason: 'hard_bounce' },
    ])
    expect(await db.selectFrom('delivery_events').select('id').execute()).toHaveLength(2)
  },
)
