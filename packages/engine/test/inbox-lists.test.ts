import { countInbox, listInbox, mark } from '@belfry/engine/notify'
import { type Actor, clock, newId } from '@belfry/shared'
import { ListNotificationsInput, NotificationFilter } from '@belfry/shared/wire'
import { databaseWithPeople } from '@belfry/testing/given'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { type Letter, letter } from './support/letters.ts'

const realNow = clock.now
afterEach(() => {
  clock.now = realNow
})

async function town() {
  const { db, given } = await databaseWithPeople()
  const list = (who: Actor, input: z.input<typeof ListNotificationsInput> = {}) =>
    listInbox(db, who, ListNotificationsInput.parse(input))
  return {
    db,
    given,
    list,
    write: (to: Actor, of: Letter) => letter(db, to, of),
    titles: async (who: Actor, input: z.input<typeof ListNotificationsInput> = {}) =>
      (await list(who, input)).items.map(({ title }) => title),
    count: async (who: Actor, filter: z.input<typeof NotificationFilter> = {}) =>
      (await countInbox(db, who, NotificationFilter.parse(filter))).count,
  }
}

test('an inbox is filtered by all that a message says of itself, and counted by the same', async () => {
  const { given, write, titles, count } = await town()
  const nora = given.officerNorth
  const caseId = newId()
  await write(nora, { title: 'a', category: 'report', tone: 'error', priority: 'high', type: 'report.late' })
  await write(nora, { title: 'b', category: 'goal', tone: 'success', actorId: given.vendor.id, caseId })
  await write(nora, { title: 'c', type: 'shift.mentioned', at: new Date('2026-01-05T10:00:00Z') })
  await write(given.officerSouth, { title: 'of somebody else', category: 'report' })

  const questions: [z.input<typeof NotificationFilter>, string[]][] = [
    [{}, ['c', 'b', 'a']],
    [{ category: 'report' }, ['a']],
    [{ category: ['report', 'goal'] }, ['b', 'a']],
    [{ tone: ['error', 'warning'] }, ['a']],
    [{ priority: 'high' }, ['a']],
    [{ type: 'shift.created' }, ['b']],
    [{ actorId: given.vendor.id }, ['b']],
    [{ caseId }, ['b']],
    [{ mentions: true }, ['c']],
    [{ mentions: false }, ['b', 'a']],
    [{ category: 'report', tone: 'success' }, []],
    [{ state: ['archived'] }, []],
    [{ category: 'nothing' }, []],
  ]
  for (const [filter, expected] of questions) {
    expect([filter, await titles(nora, filter)]).toEqual([filter, expected])
    expect([filter, await count(nora, filter)]).toEqual([filter, expected.length])
  }
})

test('a span of time is from its first moment on, and before its last', async () => {
  const { given, write, titles, count } = await town()
  const nora = given.officerNorth
  for (const at of ['2026-03-01T00:00:00Z', '2026-03-01T12:00:00Z', '2026-03-02T00:00:00Z']) {
    clock.now = () => new Date(at)
    await write(nora, { title: at, at: new Date(at) })
  }
  clock.now = realNow
  const day = { from: '2026-03-01T01:00:00+01:00', to: '2026-03-02T00:00:00Z' }

  expect(await titles(nora, day)).toEqual(['2026-03-01T12:00:00Z', '2026-03-01T00:00:00Z'])
  expect(await count(nora, { from: '2026-03-01T12:00:00Z' })).toBe(2)
  expect(await titles(nora, { to: '0100-01-01T00:00:00Z' })).toEqual([])
})

test.each([
  [
    'en',
    'The shift of Bus 12 was approved on 2026-11-20',
    'Nora’s re-approvals',
    [
      ['bus', true],
      ['approving', true],
      ['approva', true],
      ['BUS 12 approved', true],
      ['12 appr', true],
      ['the', true],
      ['20', true],
      ['2026-11-20', true],
      ['nora', true],
      ['bus 13', false],
      ['us', false],
      ['bu shift', false],
    ],
  ],
  [
    'fr',
    'L’équipe de la gare a annulé les horaires',
    'Demandé par Élodie',
    [
      ['équipe', true],
      ['equipe', true],
      ['EQUIPE gare', true],
      ['annuler', true],
      ['annule', true],
      ['horaire', true],
      ['elodie', true],
      ['l', true],
      ['équipage', false],
    ],
  ],
  [
    'ar',
    'تمت الموافقة على الوردية رقم ١٢',
    'طلب من إيمان أحمد',
    [
      ['الوردية', true],
      ['وردية', true],
      ['الورد', true],
      ['ورديه', true],
      ['12', true],
      ['١٢', true],
      ['أحمد', true],
      ['احمد', true],
      ['مُوافقة', true],
      ['ايمان موافقة', true],
      ['مرفوضة', false],
    ],
  ],
] as const)(
  'words are found in %s: by their stem, as written, and by their beginning',
  async (locale, title, body, looked) => {
    const { given, write, list, titles } = await town()
    const reader = await given.person({ locale })
    await write(reader, { title: 'Something else' })
    await write(reader, { title, body })

    const answers: [string, boolean][] = []
    for (const [search] of looked) answers.push([search, (await titles(reader, { search })).includes(title)])

    expect(answers).toEqual(looked)
    expect((await list(reader, { search: looked[0][0] })).items[0]).not.toHaveProperty('search')
  },
)

test('whoever reads another language now still finds what he was told in the old one', async () => {
  const { given, write, titles } = await town()
  const reader = await given.person({ locale: 'fr' })
  await write(reader, { title: 'Approved by Nora', locale: 'en' })

  expect(await titles(reader, { search: 'approved nor' })).toEqual(['Approved by Nora'])
})

test('a search is text and nothing else', async () => {
  const { given, write, titles } = await town()
  await write(given.driver2, { title: "O'Neil & Sons | (north)" })

  for (const search of [
    "o'neil",
    'neil & sons',
    'a:*',
    "')) or true --",
    '!north',
    'neil <-> sons',
    '\\',
    'ـ',
    '\u0301',
  ])
    await expect(titles(given.driver2, { search })).resolves.toEqual(expect.any(Array))
  expect(await titles(given.driver2, { search: "o'neil (north" })).toHaveLength(1)
  expect(await titles(given.driver2, { search: ' & ' })).toHaveLength(1)
  expect(await titles(given.driver2, { search: 'sons & south' })).toEqual([])
})

test('what is far back, or in everybody’s messages, is found page by page', async () => {
  const { db, given, list } = await town()
  const nora = given.officerNorth
  await sql`
    insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, data, created_at)
    select (lpad(to_hex(1760000000000 + n * 1000), 12, '0') || '70008000000000000000')::uuid, 0, 'en', 'report.new',
      case when n % 1000 = 7 then 'kpi' else 'report' end, 'info', 'normal', case when n % 1000 = 7 then 'rare ' else '' end || 'common ' || n, '', '/', '{}', now()
    from generate_series(1, 6000) n`.execute(db)
  await sql`insert into notifications (person_id, event_id, rev, variant)
    select ${nora.id}, event_id, row_number() over (order by event_id), 0 from messages`.execute(db)
  const pages = async (filter: z.input<typeof NotificationFilter>, limit: number) => {
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(nora, { ...filter, cursor, limit })
      found.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor
    } while (cursor)
    return found
  }
  const rare = [5007, 4007, 3007, 2007, 1007, 7].map((n) => `rare common ${n}`)

  expect(await pages({ search: 'rare' }, 2)).toEqual(rare)
  expect(await pages({ search: 'rare common' }, 4)).toEqual(rare)
  expect(await pages({ category: 'kpi' }, 4)).toEqual(rare)
  expect(await pages({ search: 'common' }, 200)).toHaveLength(6000)
  expect((await pages({ search: 'common' }, 200)).toSorted()).toEqual((await pages({}, 200)).toSorted())
})

test('messages of one kind about one case are one line with its number, which unfolds', async () => {
  const { db, given, write, list, count } = await town()
  const nora = given.officerNorth
  const [one, other] = [newId(), newId()]
  const group = `${one}.shift.created`
  const old = await write(nora, { title: 'one, first', caseId: one })
  await write(nora, { title: 'other', caseId: other })
  await write(nora, { title: 'alone' })
  await write(nora, { title: 'alone as well' })
  await write(nora, { title: 'one, second', caseId: one })
  await write(nora, { title: 'one, of another kind', caseId: one, type: 'shift.cancelled' })
  await write(nora, { title: 'one, third', caseId: one })
  await mark(db, nora, { ids: [old], as: 'read' })
  const lines = async (input: z.input<typeof ListNotificationsInput> = {}) =>
    (await list(nora, { ...input, grouped: true })).items.map((item) => [
      item.title,
      item.groupSize,
      item.groupUnread,
    ])

  expect(await lines()).toEqual([
    ['one, third', 3, 2],
    ['one, of another kind', 1, 1],
    ['alone as well', 1, 1],
    ['alone', 1, 1],
    ['other', 1, 1],
  ])
  const unfolded = await list(nora, { group })
  expect(unfolded.items.map(({ title }) => title)).toEqual(['one, third', 'one, second', 'one, first'])
  expect(unfolded.items[0]).toMatchObject({ group })
  expect(unfolded.items[0]).not.toHaveProperty('groupSize')
  expect(await count(nora, { group })).toBe(3)

  // A filter makes other groups: of what it matches.
  expect(await lines({ state: ['read'] })).toEqual([['one, first', 1, 0]])
  expect(await lines({ search: 'first' })).toEqual([['one, first', 1, 0]])
  const first = await list(nora, { grouped: true, limit: 2 })
  const second = await list(nora, { grouped: true, limit: 2, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ title }) => title)).toEqual([
    'one, third',
    'one, of another kind',
    'alone as well',
    'alone',
  ])

  await mark(db, nora, { filter: { group }, as: 'archived' })
  expect((await lines())[0]).toEqual(['one, of another kind', 1, 1])
})

test('a large group is counted to a hundred and no further', async () => {
  const { db, given, list } = await town()
  const nora = given.officerNorth
  const caseId = newId()
  for (let n = 0; n < 3; n++) await letter(db, nora, { caseId })
  const more = async (size: number) => {
    await sql`insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, data, created_at, case_id)
      select gen_random_uuid(), 0, 'en', 'shift.created', 'shift', 'info', 'normal', 't', '', '/', '{}', now(), ${caseId}
      from generate_series(1, ${size}::int)`.execute(db)
    await sql`insert into notifications (person_id, event_id, rev, variant, group_key, state)
      select ${nora.id}, event_id, 0, 0, hashtextextended(${caseId}::text || '.shift.created', 0), 1 from messages m
      where not exists (select from notifications n where n.event_id = m.event_id)`.execute(db)
    return (await list(nora, { grouped: true })).items.map(({ groupSize, groupUnread }) => [
      groupSize,
      groupUnread,
    ])
  }

  expect(await more(96)).toEqual([[99, 3]])
  expect(await more(1)).toEqual([[100, 3]])
  expect(await more(50)).toEqual([[100, 3]])
})

test('what somebody did not want to be told is in no list, in no number, and cannot be marked', async () => {
  const { db, given, write, titles, count } = await town()
  const nora = given.officerNorth
  const id = await write(nora, { title: 'silent', caseId: newId() })
  await sql`update notifications set state = 5 where event_id = ${id}`.execute(db)
  const every = { state: ['unread', 'read', 'archived', 'deleted', 'snoozed'] } as const

  expect(await titles(nora, { state: [...every.state] })).toEqual([])
  expect(await titles(nora, { state: [...every.state], grouped: true })).toEqual([])
  expect(await count(nora, { state: [...every.state], search: 'silent' })).toBe(0)
  expect(await mark(db, nora, { ids: [id], as: 'unread' })).toMatchObject({ changed: 0 })
})
