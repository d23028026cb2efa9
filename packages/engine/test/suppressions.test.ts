import { listSuppressions, suppressAddress, unsuppressAddress } from '@belfry/engine/mail'
import { clock } from '@belfry/shared'
import { ListSuppressionsInput, SuppressInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.restoreAllMocks())
const itIs = (at: string) => vi.spyOn(clock, 'now').mockReturnValue(new Date(at))

test('addresses are blocked and let go by whoever may, each with a reason that the trail keeps', async () => {
  const { db, given } = await databaseWithPeople()
  const input = SuppressInput.parse({ address: ' OfficerNorth@Belfry.test ', reason: 'Asked us.' })
  const blocking = (who = given.admin) => inTx(db, (tx) => suppressAddress(tx, who, input))

  await expect(blocking(given.hr)).rejects.toMatchObject({ code: 'not_permitted' })
  const [first, again] = [await blocking(), await blocking()]
  const { items } = await listSuppressions(db, given.admin, ListSuppressionsInput.parse({ search: 'NORTH@' }))
  const letGo = () =>
    inTx(db, (tx) => unsuppressAddress(tx, given.admin, { address: items[0]!.address, reason: 'Wants it.' }))
  await letGo()
  await runJobs(db)

  expect([first.changed, again.changed]).toEqual([true, false])
  expect(items).toMatchObject([
    {
      address: 'officernorth@belfry.test',
      reason: 'manual',
      note: 'Asked us.',
      by: { id: given.admin.id },
      person: { name: 'Nora North' },
    },
  ])
  await expect(letGo()).rejects.toMatchObject({ code: 'not_found' })
  const trail = await db
    .selectFrom('audit_entries')
    .select(['action', 'target_id', 'reason'])
    .where('action', 'like', 'mail.%')
    .orderBy('id')
    .execute()
  expect(trail).toEqual([
    { action: 'mail.suppress', target_id: 'officernorth@belfry.test', reason: 'Asked us.' },
    { action: 'mail.unsuppress', target_id: 'officernorth@belfry.test', reason: 'Wants it.' },
  ])
  await expect(listSuppressions(db, given.reviewer, ListSuppressionsInput.parse({}))).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

test('a list is walked page by page, the newest first, also where many came at the same moment', async () => {
  const { db, given } = await databaseWithPeople()
  for (let i = 0; i < 7; i++) {
    itIs(`2026-11-20T10:0${Math.floor(i / 3)}:00Z`)
    await inTx(db, (tx) => suppressAddress(tx, given.admin, { address: `a${i}@away.test`, reason: 'Left.' }))
  }
  await db
    .updateTable('suppressions')
    .set({ reason: 'complaint' })
    .where('address', '=', 'a2@away.test')
    .execute()

  const seen: string[] = []
  let cursor: string | null = null
  do {
    const input = ListSuppressionsInput.parse({ cursor, limit: 2, reason: 'manual' })
    const page = await listSuppressions(db, given.admin, input)
    seen.push(...page.items.map(({ address }) => address))
    cursor = page.nextCursor
  } while (cursor)

  expect(seen).toEqual(['6', '5', '4', '3', '1', '0'].map((i) => `a${i}@away.test`))
})
