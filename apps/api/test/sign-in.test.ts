import { type RunningApp, startApi } from '@belfry/testing'
import type { FreshDatabase } from '@belfry/testing'
import { type Given, databaseWithPeople } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { beforeAll, expect, test } from 'vitest'
import { caller, cookieOf, errorOf, nobody, person, post, program, signIn } from './callers.ts'

let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
beforeAll(async () => {
  database = await databaseWithPeople()
  api = await startApi({ databaseUrl: database.url, env: { TRUST_PROXY: '1' } })
})

/** Attempts are counted by address; each test comes from one of its own. */
let hosts = 0
const fromElsewhere = () => ({ 'x-forwarded-for': `203.0.113.${++hosts}` })

const events = async (type: string) => {
  const { rows } = await database.pool.query<{ actor_name: string; data: unknown; ip: string }>(
    'select actor_name, data, ip, request_id from events where type = $1 order by id',
    [type],
  )
  return rows
}

test('a vendor signs in at the console, works, signs out, and the cookie is worth nothing any more', async () => {
  const answer = await signIn(api.url, 'vendor', { headers: { origin: api.url, ...fromElsewhere() } })
  const cookie = answer.headers.getSetCookie()[0]!
  const vendor = caller(api.url, { cookie: cookieOf(answer.headers), origin: api.url })

  expect(answer).toMatchObject({ status: 200, body: { user: { email: 'vendor@belfry.test' } } })
  expect(cookie).toMatch(/^belfry\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  // A page gets no token: what it does not have, a script in it cannot take.
  expect(answer.headers.get('set-auth-token')).toBeNull()
  expect(JSON.stringify(answer.body)).not.toContain(cookie.split(/[=.]/)[2])
  expect(await vendor.trpc.me.get.query()).toMatchObject({ name: 'Vera Vendor', permissions: [] })

  const out = await post(`${api.url}/api/auth/sign-out`, {}, vendor.headers)

  expect(out.status).toBe(200)
  expect(out.headers.getSetCookie()[0]).toMatch(/^belfry\.session_token=; Max-Age=0/)
  expect(await errorOf(vendor.trpc.me.get.query())).toMatchObject({
    code: 'UNAUTHORIZED',
    key: 'session_ended',
    message: 'Your session has ended. Please sign in again.',
  })
})

test('signing in and out are on the trail, with who, when and from where', async () => {
  const from = fromElsewhere()
  const { headers } = await signIn(api.url, 'officerNorth', { headers: { origin: api.url, ...from } })
  await post(`${api.url}/api/auth/sign-out`, {}, { cookie: cookieOf(headers), origin: api.url, ...from })
  await signIn(api.url, 'officerNorth', { password: 'hunter2-canary', headers: from })
  await runJobs(database.db)

  const admin = await person(api.url, 'admin')
  const { items } = await admin.trpc.audit.search.query({})

  const ip = from['x-forwarded-for']
  expect(items.filter((entry) => entry.ip === ip)).toMatchObject([
    { action: 'session.refused', actor: null, after: { email: 'officernorth@belfry.test' } },
    { action: 'session.end', actor: { name: 'Nora North' } },
    { action: 'session.start', actor: { name: 'Nora North' }, target: { kind: 'session' } },
  ])
  expect(JSON.stringify(items)).not.toContain('hunter2-canary')
})

test('an unknown address and a wrong password get the same answer, in the language of the browser', async () => {
  const headers = { 'accept-language': 'fr-CH, en;q=0.5', ...fromElsewhere() }

  const unknown = await signIn(api.url, 'nobody@belfry.test', { headers })
  const wrong = await signIn(api.url, 'vendor', { password: 'wrong', headers })

  for (const answer of [unknown, wrong])
    expect(answer).toMatchObject({
      status: 401,
      body: { key: 'wrong_credentials', message: 'L’adresse e-mail ou le mot de passe est incorrect.' },
    })
})

test('an unknown address takes as long as a wrong password', async () => {
  const timed = async (login: string) => {
    const start = performance.now()
    await signIn(api.url, login, { password: 'wrong', headers: fromElsewhere() })
    return performance.now() - start
  }
  const known: number[] = []
  const unknown: number[] = []
  for (let i = 0; i < 12; i++) {
    known.push(await timed('vendor'))
    unknown.push(await timed('nobody@belfry.test'))
  }

  // The quickest of each, since a busy machine only adds. Without hashing, an unknown address would take a fifth.
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2)
})

test('five wrong passwords for one account from one place are enough for a while; others are not locked out', async () => {
  const from = fromElsewhere()
  for (let i = 0; i < 5; i++)
    expect((await signIn(api.url, 'driver', { password: 'guess', headers: from })).status).toBe(401)

  const sixth = await signIn(api.url, 'driver', { headers: from })

  expect(sixth).toMatchObject({ status: 429, body: { key: 'too_many_requests' } })
  expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(800)
  expect(sixth.body.message).toMatch(/^Too many requests\. Try again in [89]\d\d seconds\.$/)
  expect((await signIn(api.url, 'driver', { headers: fromElsewhere() })).status).toBe(200)
  expect((await signIn(api.url, 'driver2', { headers: from })).status).toBe(200)
})

test('twenty attempts from one place are enough, whoever they are for, and however many come at once', async () => {
  const from = fromElsewhere()
  const attempts = await Promise.all(
    Array.from({ length: 30 }, (_, i) => signIn(api.url, `guess${i}@belfry.test`, { headers: from })),
  )

  const count = (status: number) => attempts.filter((answer) => answer.status === status).length
  expect([count(401), count(429)]).toEqual([20, 10])
})

test('signing in rightly again and again is no attack', async () => {
  const from = fromElsewhere()
  for (let i = 0; i < 25; i++) expect((await signIn(api.url, 'vendor2', { headers: from })).status).toBe(200)
})

test('a program gets a token, which counts only with our signature', async () => {
  const { trpc, token } = await program(api.url, 'vendor')
  const [bare] = decodeURIComponent(token).split('.')

  expect(await trpc.me.get.query()).toMatchObject({ name: 'Vera Vendor' })
  for (const forged of [bare!, `${bare}.${'A'.repeat(43)}=`, `${token}x`, 'x.y', '.', '%'])
    expect(
      await errorOf(caller(api.url, { authorization: `Bearer ${forged}` }).trpc.me.get.query()),
    ).toMatchObject({ key: 'session_ended' })
})

test('whoever is not signed in is told so, whatever he asks', async () => {
  const { trpc } = nobody(api.url)

  for (const call of [trpc.me.get.query(), trpc.queues.list.query(), trpc.me.update.mutate({ sound: false })])
    expect(await errorOf(call)).toMatchObject({ code: 'UNAUTHORIZED', httpStatus: 401, key: 'not_signed_in' })
})

test('a person ends a session of hers elsewhere, but nobody ends the session of somebody else', async () => {
  const here = await person(api.url, 'officerSouth')
  const there = await person(api.url, 'officerSouth')
  const vendor = await person(api.url, 'vendor')
  const sessions = await here.trpc.me.sessions.query()
  const other = sessions.find((session) => !session.current)!

  expect(await errorOf(vendor.trpc.me.endSession.mutate({ id: other.id }))).toMatchObject({
    key: 'not_found',
  })
  expect(await here.trpc.me.endSession.mutate({ id: other.id })).toBeNull()

  expect(await errorOf(there.trpc.me.get.query())).toMatchObject({ key: 'session_ended' })
  expect(await here.trpc.me.sessions.query()).toHaveLength(1)
})

test('a session that is used lasts a week from its last day of use; one that is not, ends', async () => {
  const vendor = await person(api.url, 'vendor2')
  const { id, personId } = await sessionOf('vendor2@belfry.test')
  // As if time had passed: the process is told that it remembers nothing of this person any more.
  const set = (expiresAt: string) =>
    database.pool.query(
      `with changed as (update auth.session set expires_at = now() + $2::interval where id = $1)
      select pg_notify('belfry', $3)`,
      [id, expiresAt, JSON.stringify({ kind: 'rights_changed', personId })],
    )

  await set('5 days')
  const cookies = async () =>
    (await fetch(`${api.url}/trpc/me.get`, { headers: vendor.headers })).headers.getSetCookie()[0]
  await expect.poll(cookies).toMatch(/^belfry\.session_token=.+Max-Age=604800/)
  const [slid] = await vendor.trpc.me.sessions.query()
  expect(Date.parse(slid!.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)

  await set('-1 second')
  await expect
    .poll(() => errorOf(vendor.trpc.me.get.query()).catch(() => null))
    .toMatchObject({ key: 'session_ended' })
})

async function sessionOf(email: string) {
  const { rows } = await database.pool.query<{ id: string; personId: string }>(
    `select s.id, s.user_id as "personId" from auth.session s join people p on p.id = s.user_id
    where p.email = $1 order by s.created_at desc limit 1`,
    [email],
  )
  return rows[0]!
}

test('of a closed account even the right password opens nothing', async () => {
  const gone = await database.given.person({ name: 'Gone Away' })
  const { rows } = await database.pool.query(
    'update people set deactivated_at = now() where id = $1 returning email',
    [gone.id],
  )

  const answer = await signIn(api.url, rows[0].email, { headers: fromElsewhere() })

  expect(answer).toMatchObject({ status: 401, body: { key: 'wrong_credentials' } })
  expect((await events('session.start')).map((event) => event.actor_name)).not.toContain('Gone Away')
})

test('a sign-in that cannot be recorded does not happen', async () => {
  await database.pool.query('alter table events rename to events_away')
  try {
    const answer = await signIn(api.url, 'admin', { headers: fromElsewhere() })
    expect(answer.status).toBe(503)
    expect(answer.headers.getSetCookie()).toEqual([])
  } finally {
    await database.pool.query('alter table events_away rename to events')
  }
})

test('nothing else of better-auth can be reached', async () => {
  const { headers } = await person(api.url, 'vendor')

  for (const path of [
    'sign-up/email',
    'list-sessions',
    'get-session',
    'update-user',
    'change-password',
    'ok',
  ])
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${api.url}/api/auth/${path}`, { method, headers })).status).toBe(404)
})

test('what is no sign-in is refused at its fields', async () => {
  const headers = { 'accept-language': 'fr', ...fromElsewhere() }
  const send = (body: unknown) => post(`${api.url}/api/auth/sign-in/email`, body, headers)

  expect(await send({ email: '', password: 5 })).toMatchObject({
    status: 400,
    body: {
      key: 'invalid_input',
      details: { problems: [{ field: 'email', message: 'Ce champ est à remplir.' }, { field: 'password' }] },
    },
  })
  for (const body of ['{', '[]', 'null', '"x"', ''])
    expect(await send(body)).toMatchObject({ status: 400, body: { key: 'invalid_input' } })
  expect(await send({ email: 'a@b.test', password: 'x'.repeat(20_000) })).toMatchObject({
    status: 413,
    body: { key: 'too_large' },
  })
})

test('who has lost his password is told the same as a stranger, is mailed a link, and cannot be flooded with them', async () => {
  const ask = (email: unknown, from = fromElsewhere()) =>
    post(`${api.url}/api/auth/forgot-password`, { email }, from)
  const answers = [await ask('driver2@belfry.test'), await ask('stranger@elsewhere.test')]

  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: {} })
  expect((await ask('no address')).status).toBe(400)
  expect((await ask({ $ne: '' })).status).toBe(400)
  expect(await events('account.reset_asked')).toMatchObject([
    { data: { after: { email: 'driver2@belfry.test' } } },
    { data: { after: { email: 'stranger@elsewhere.test' } } },
  ])
  await runJobs(database.db)
  const { rows } = await database.pool.query<{ recipient: string }>(
    "select recipient from mailbox where subject = 'account.reset_asked'",
  )
  expect(rows).toEqual([{ recipient: expect.stringContaining('driver2@belfry.test') }])

  for (let i = 0; i < 4; i++) expect((await ask('Stranger@elsewhere.test')).status).toBe(200)
  expect((await ask('stranger@elsewhere.test')).status).toBe(429)
  const from = fromElsewhere()
  for (let i = 0; i < 30; i++) expect((await ask(`a${i}@elsewhere.test`, from)).status).toBe(200)
  expect((await ask('another@elsewhere.test', from)).status).toBe(429)
})

test('a link that confirms an address is refused where it is not ours, and from a foreign page', async () => {
  const confirm = (token: string, headers: Record<string, string> = {}) =>
    post(`${api.url}/api/auth/confirm-address`, { token }, { ...fromElsewhere(), ...headers })

  expect(await confirm('x'.repeat(64))).toMatchObject({ status: 404, body: { key: 'link_used' } })
  expect((await confirm('short')).status).toBe(400)
  expect((await confirm('x'.repeat(64), { origin: 'https://elsewhere.test' })).status).toBe(403)
})
