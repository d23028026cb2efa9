import {
  getPreferences,
  setPreferences,
  signUnsubscribe,
  unsubscribeKeyFrom,
} from '@belfry/engine/preferences'
import type { Actor } from '@belfry/shared'
import type { Refusable } from '@belfry/shared/delivery'
import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { beforeAll, expect, test } from 'vitest'

const secret = 'the-secret-of-the-links-in-these-tests'
const key = unsubscribeKeyFrom(secret)
let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
beforeAll(async () => {
  database = await databaseWithPeople()
  api = await startApi({
    databaseUrl: database.url,
    env: { BELFRY_SECRET: secret, BRAND_NAME: 'Acme <Notify>' },
  })
})

const linkFor = ({ id }: Actor, from: Refusable) =>
  `${api.url}${signUnsubscribe(key, { personId: id, from })}`
const mailOf = async (actor: Actor) => {
  const { categories } = await getPreferences(database.db, actor)
  return { shift: categories.shift.mail, goal: categories.goal.mail, stage: categories.stage.mail }
}
const open = async (url: string) => {
  const answer = await fetch(url, { headers: { accept: 'text/html', 'accept-language': 'fr' } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const post = async (url: string, body: URLSearchParams | FormData) => {
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return { status: answer.status, text: await answer.text() }
}
const oneClick = () => new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
const entriesOf = async (actor: Actor) => {
  await runJobs(database.db)
  return database.db
    .selectFrom('audit_entries')
    .select(['action', 'before', 'after', 'actor_id'])
    .where('actor_id', '=', actor.id)
    .where('action', 'like', 'account.%')
    .orderBy('id')
    .execute()
}

test('opening the link changes nothing; one click by a mail program unsubscribes at once, and twice is once', async () => {
  const { officerNorth } = database.given
  const link = linkFor(officerNorth, 'shift')

  const opened = await open(link)
  await fetch(link, { method: 'HEAD' })
  const untouched = await mailOf(officerNorth)
  const held = await database.given.case('shift', { by: database.given.vendor, vehicle: 'Bus 7' })
  await database.db.updateTable('deliveries').set({ state: 'held' }).where('channel', '=', 'mail').execute()
  const form = new FormData()
  form.set('List-Unsubscribe', 'One-Click')
  const [first, second] = [await post(link, form), await post(link, oneClick())]

  expect(opened).toMatchObject({
    status: 200,
    text: expect.stringContaining('No more mails about “Shifts”?'),
  })
  expect(opened.text).toContain('Acme &lt;Notify&gt;')
  expect(opened.headers.get('x-robots-tag')).toBe('noindex')
  expect(untouched).toEqual({ shift: null, goal: null, stage: null })
  expect([first.status, second.status]).toEqual([200, 200])
  expect(first.text).toContain('You get no mails about “Shifts”')
  expect(await mailOf(officerNorth)).toEqual({ shift: 'off', goal: null, stage: null })
  const waiting = await database.db
    .selectFrom('deliveries as d')
    .innerJoin('events as e', 'e.id', 'd.event_id')
    .select(['d.person_id', 'd.state'])
    .where('e.case_id', '=', held.id)
    .where('d.channel', '=', 'mail')
    .execute()
  for (const { person_id, state } of waiting)
    expect(state).toBe(person_id === officerNorth.id ? 'withdrawn' : 'held')
  expect(waiting.length).toBeGreaterThan(1)
  expect(await entriesOf(officerNorth)).toMatchObject([
    { action: 'account.unsubscribe', before: { shift: { mail: null } }, after: { shift: { mail: 'off' } } },
  ])
})

test('an unsubscription is taken back as it was, and a link gives back nothing but its own', async () => {
  const { officerSouth, db } = { ...database.given, db: database.db }
  await inTx(db, (tx) =>
    setPreferences(tx, officerSouth, {
      categories: { shift: { mail: 'daily' }, goal: { mail: 'daily' }, stage: { mail: 'off' } },
    }),
  )
  const daily = linkFor(officerSouth, 'daily')

  const stopped = await post(daily, oneClick())
  const off = await mailOf(officerSouth)
  const restored = [...stopped.text.matchAll(/name="restore" value="([^"]+)"/g)].map(([, value]) => value!)
  const back = (values: string[]) =>
    post(daily, new URLSearchParams(values.map((one): [string, string] => ['restore', one])))
  const again = await back([...restored, 'stage:instant'])

  expect(stopped.text).toContain('Vous ne recevez plus le résumé du jour')
  expect(off).toEqual({ shift: 'off', goal: 'off', stage: 'off' })
  expect(restored.toSorted()).toEqual(['goal:daily', 'shift:daily'])
  expect(again.text).toContain('Vous recevez à nouveau le résumé du jour')
  expect(await mailOf(officerSouth)).toEqual({ shift: 'daily', goal: 'daily', stage: 'off' })
  expect((await back(['shift:sometimes'])).status).toBe(400)
  expect((await entriesOf(officerSouth)).map(({ action }) => action)).toEqual([
    'account.preferences',
    'account.unsubscribe',
    'account.resubscribe',
  ])
})

test('a link that is not ours, or for something else, changes nothing', async () => {
  const { driver, driver2 } = database.given
  const right = new URL(linkFor(driver, 'shift'))
  const wrong = (change: Record<string, string>) => {
    const url = new URL(right)
    for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value)
    return url.href
  }
  const links = [
    wrong({ person: driver2.id }),
    wrong({ from: 'goal' }),
    wrong({ signature: 'AAAA' }),
    `${api.url}/unsubscribe`,
    linkFor(driver, 'nonsense' as Refusable),
    `${api.url}${signUnsubscribe(unsubscribeKeyFrom('another secret, of another house'), { personId: driver.id, from: 'shift' })}`,
  ]

  const answers = await Promise.all(links.map((link) => post(link, oneClick())))
  const page = await open(links[2]!)
  const empty = await post(right.href, new URLSearchParams({ something: 'else' }))

  expect(answers.map(({ status }) => status)).toEqual(links.map(() => 403))
  expect(page).toMatchObject({ status: 403, text: expect.stringContaining('Ce lien') })
  expect(empty.status).toBe(400)
  expect(await mailOf(driver)).toEqual({ shift: null, goal: null, stage: null })
  expect(await mailOf(driver2)).toEqual({ shift: null, goal: null, stage: null })
  expect((await open(right.href)).text).toContain('dir="rtl"')
})
