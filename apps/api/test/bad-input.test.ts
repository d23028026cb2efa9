import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { type Given, databaseWithPeople, shiftData } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Caller, errorOf, person, post } from './callers.ts'

let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
let vendor: Caller
let officer: Caller
let stranger: Caller
beforeAll(async () => {
  database = await databaseWithPeople()
  api = await startApi({ databaseUrl: database.url })
  vendor = await person(api.url, 'vendor')
  officer = await person(api.url, 'officerNorth')
  stranger = await person(api.url, 'officerSouth')
  await runJobs(database.db)
})

afterEach(async () => {
  expect((await fetch(`${api.url}/livez`)).status).toBe(200)
})

const absent = '01999999-9999-7999-8999-999999999999'
const aShift = () => database.given.case('shift', { by: database.given.vendor })
const someData = () => shiftData({ driver: database.given.driver })

/** What is not typed: as a program in another language might send it. */
const raw = (who: Caller, path: string, input: unknown) =>
  post(`${api.url}/trpc/${path}`, { json: input }, who.headers)

const read = (who: Caller, path: string, input: unknown) =>
  fetch(`${api.url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, {
    headers: who.headers,
  })

interface WireError {
  error: {
    json: {
      message: string
      data: { key: string; details: { problems?: { field: string; message: string }[] } }
    }
  }
}
const keyIn = (body: unknown) => (body as WireError).error.json.data.key
const problemsIn = (body: unknown) => (body as WireError).error.json.data.details.problems

test('wrong types and missing fields are named one by one, in the language of the person', async () => {
  const answer = await raw(stranger, 'cases.act', { caseId: 7, version: 'x', reason: {} })

  expect(answer.status).toBe(400)
  expect(keyIn(answer.body)).toBe('invalid_input')
  expect(problemsIn(answer.body)).toEqual([
    { field: 'caseId', message: 'Entrée invalide : chaîne de caractères attendu, nombre reçu' },
    { field: 'action', message: 'Ce champ est à remplir.' },
    { field: 'version', message: 'Veuillez indiquer un nombre.' },
    { field: 'reason', message: 'Entrée invalide : chaîne de caractères attendu, objet reçu' },
  ])
})

test('a form with mistakes comes back with all of them at their fields, and leaves nothing behind', async () => {
  const data = { ...someData(), vehicle: ' ', endsAt: 'tomorrow', driver: database.given.admin.id, more: 'x' }

  const error = await errorOf(vendor.trpc.cases.submit.mutate({ workflow: 'shift', data }))

  expect(error).toMatchObject({ code: 'BAD_REQUEST', key: 'invalid_input' })
  expect(error.details.problems?.map((problem) => problem.field)).toEqual(['vehicle', 'endsAt'])
  expect(await vendor.trpc.cases.list.query({})).toMatchObject({ items: [] })
  expect(await queuedJobs(database.db)).toEqual([])
})

test('a driver who is none and a station that is not there are not among the choices', async () => {
  const data = { ...someData(), driver: database.given.admin.id, station: 'nowhere' }

  const error = await errorOf(vendor.trpc.cases.submit.mutate({ workflow: 'shift', data }))

  expect(error.details.problems).toEqual([
    { field: 'station', message: 'This is not one of the choices.' },
    { field: 'driver', message: 'This is not one of the choices.' },
  ])
})

test('a megabyte is too large, wherever it stands', async () => {
  const long = 'x'.repeat(1_000_000)

  for (const input of [
    { caseId: absent, action: long },
    { caseId: absent, action: 'approve', note: long },
  ]) {
    const answer = await raw(officer, 'cases.act', input)
    expect([answer.status, keyIn(answer.body)]).toEqual([413, 'too_large'])
  }
  const note = 'x'.repeat(100_000)
  const short = await raw(officer, 'cases.act', { caseId: absent, action: 'approve', note })
  expect(problemsIn(short.body)).toEqual([{ field: 'note', message: 'At most 4,000 characters.' }])
  const query = await fetch(`${api.url}/trpc/cases.get?input=${long.slice(0, 20_000)}`, {
    headers: officer.headers,
  })
  expect(query.status).toBe(431)
})

test('a body that is no JSON, no object or no call of ours is invalid', async () => {
  const send = (body: string) => post(`${api.url}/trpc/cases.act`, body, officer.headers)

  for (const body of [
    '{',
    '',
    'null',
    '[]',
    '"x"',
    '{"json":',
    '{"json":{"a":1},"meta":{"values":{"a":["Date"]}}}',
  ])
    expect([body, (await send(body)).status, keyIn((await send(body)).body)]).toEqual([
      body,
      400,
      'invalid_input',
    ])
  for (const body of ['{"json":{},"meta":7}', '{"json":{},"meta":{"values":{"__proto__.x":["Date"]}}}'])
    expect([body, keyIn((await send(body)).body)]).toEqual([body, 'invalid_input'])
})

test('data nested a hundred thousand deep is invalid, and the process shrugs', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const body = `{"json":{"workflow":"shift","data":{"vehicle":${deep}},"idempotencyKey":"deep"}}`

  const answer = await post(`${api.url}/trpc/cases.submit`, body, vendor.headers)

  expect([answer.status, keyIn(answer.body)]).toEqual([400, 'invalid_input'])
})

test('data that is no JSON, like a bigint of superjson, is invalid', async () => {
  const json = { workflow: 'shift', data: { vehicle: '5' }, idempotencyKey: 'odd' }
  for (const type of ['bigint', 'map', 'regexp', 'Date', 'set'])
    expect([
      type,
      keyIn(
        (
          await post(
            `${api.url}/trpc/cases.submit`,
            { json, meta: { values: { 'data.vehicle': [type] } } },
            vendor.headers,
          )
        ).body,
      ),
    ]).toEqual([type, 'invalid_input'])
})

test('unknown procedures, workflows and actions each get a word of their own', async () => {
  const shift = await aShift()

  expect((await raw(officer, 'cases.explode', {})).status).toBe(404)
  expect((await raw(officer, '__proto__.toString', {})).status).toBe(404)
  expect(await errorOf(vendor.trpc.cases.submit.mutate({ workflow: 'constructor', data: {} }))).toMatchObject(
    { key: 'unknown_workflow', message: 'There is no workflow called “constructor”.' },
  )
  expect(
    await errorOf(officer.trpc.cases.act.mutate({ caseId: shift.id, action: 'toString' })),
  ).toMatchObject({ key: 'unknown_action', code: 'BAD_REQUEST' })
  expect(await errorOf(officer.trpc.queues.get.query({ workflow: 'hasOwnProperty' }))).toMatchObject({
    key: 'unknown_workflow',
  })
})

test('a case one may not see is answered like one that does not exist, whatever one does with it', async () => {
  const { id: hidden } = await aShift()
  const ask = (caseId: string) => [
    stranger.trpc.cases.get.query({ caseId }),
    stranger.trpc.cases.history.query({ caseId }),
    stranger.trpc.cases.participants.query({ caseId }),
    stranger.trpc.cases.act.mutate({ caseId, action: 'approve' }),
    stranger.trpc.cases.comment.mutate({ caseId, text: 'Hello?' }),
  ]

  const forHidden = await Promise.all(ask(hidden).map(errorOf))
  const forAbsent = await Promise.all(ask(absent).map(errorOf))

  const told = (errors: typeof forHidden) => errors.map(({ requestId: _, ...rest }) => rest)
  expect(told(forHidden)).toEqual(told(forAbsent))
  expect(forHidden.map((error) => error.key)).toEqual(Array.from({ length: 5 }, () => 'not_found'))
})

test('what one may not do is refused and put on the trail, once a minute', async () => {
  const shift = await aShift()
  const refusals = () =>
    database.pool.query("select data, actor_name from events where type = 'access.refused'")

  for (let i = 0; i < 5; i++)
    expect(
      await errorOf(vendor.trpc.cases.act.mutate({ caseId: shift.id, action: 'approve' })),
    ).toMatchObject({
      code: 'FORBIDDEN',
      key: 'not_allowed',
      message: 'Only the officer in charge of it may do this.',
    })
  expect(await errorOf(vendor.trpc.audit.search.query({}))).toMatchObject({ key: 'not_permitted' })

  await expect
    .poll(async () => (await refusals()).rows)
    .toMatchObject([
      {
        actor_name: 'Vera Vendor',
        data: { reason: 'not_allowed', target: { kind: 'procedure', id: 'cases.act' } },
      },
      {
        actor_name: 'Vera Vendor',
        data: { reason: 'not_permitted', target: { kind: 'procedure', id: 'audit.search' } },
      },
    ])
})

test('of two officers who decide at once, one wins and the other learns who decided what and when', async () => {
  const { id: caseId } = await aShift()
  const officer2 = await person(api.url, 'officerNorth2')

  const [first, second] = await Promise.allSettled([
    officer.trpc.cases.act.mutate({ caseId, action: 'approve' }),
    officer2.trpc.cases.act.mutate({ caseId, action: 'reject', reason: 'unsafe' }),
  ])

  const [lost] = [first, second].filter((outcome) => outcome.status === 'rejected')
  expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await errorOf(Promise.reject(lost!.reason))).toMatchObject({
    code: 'CONFLICT',
    key: 'already_decided',
    details: { by: expect.stringMatching(/^No/), at: expect.any(String), version: 2 },
  })
  expect(await officer.trpc.cases.history.query({ caseId })).toHaveLength(2)
})

test('an action in the wrong state, a stale version and a missing reason are refused', async () => {
  const { id: caseId, version } = await aShift()

  expect(await errorOf(officer.trpc.cases.act.mutate({ caseId, action: 'reject' }))).toMatchObject({
    key: 'reason_required',
  })
  expect(
    await errorOf(officer.trpc.cases.act.mutate({ caseId, action: 'reject', reason: 'weather' })),
  ).toMatchObject({ key: 'unknown_reason' })
  expect(
    await errorOf(officer.trpc.cases.act.mutate({ caseId, action: 'approve', version: version + 1 })),
  ).toMatchObject({ key: 'stale_version', code: 'CONFLICT' })
  await officer.trpc.cases.act.mutate({ caseId, action: 'approve', version })
  expect(await errorOf(officer.trpc.cases.act.mutate({ caseId, action: 'approve' }))).toMatchObject({
    key: 'wrong_state',
    message: 'The state is “Approved”. “Approve” is possible only in the state Pending.',
  })
})

test('the same idempotency key does a thing once and answers the same; for another thing it is refused', async () => {
  const idempotencyKey = 'form-1'
  const data = { ...someData(), vehicle: 'Once Only' }
  const submit = (more = {}) =>
    vendor.trpc.cases.submit.mutate({ workflow: 'shift', data: { ...data, ...more }, idempotencyKey })

  const answers = await Promise.all([submit(), submit(), submit()])

  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  const { items } = await vendor.trpc.cases.list.query({})
  expect(items.filter((item) => item.title === 'Once Only')).toHaveLength(1)
  expect(await errorOf(submit({ vehicle: 'Another' }))).toMatchObject({
    code: 'CONFLICT',
    key: 'idempotency_mismatch',
  })
  expect(
    await errorOf(vendor.trpc.cases.comment.mutate({ caseId: answers[0].id, text: 'x', idempotencyKey })),
  ).toMatchObject({ key: 'idempotency_mismatch' })
})

test('HTML and braces are text in every field, and come back as they were', async () => {
  const nasty = `<img src=x onerror=alert(1)>{{7*7}}{vehicle}'"&`
  const filed = await vendor.trpc.cases.submit.mutate({
    workflow: 'shift',
    data: { ...someData(), vehicle: nasty.slice(0, 40), remarks: nasty },
  })
  await officer.trpc.cases.comment.mutate({ caseId: filed.id, text: nasty })
  await runJobs(database.db)

  const seen = await officer.trpc.cases.get.query({ caseId: filed.id })
  const history = await officer.trpc.cases.history.query({ caseId: filed.id })
  const { items } = await officer.trpc.notifications.list.query({ caseId: filed.id })

  expect(seen).toMatchObject({ title: nasty.slice(0, 40), data: { remarks: nasty } })
  expect(history.at(-1)).toMatchObject({ type: 'case.comment', note: nasty })
  expect(items.at(-1)?.title).toBe(`New shift for ${nasty.slice(0, 40)}`)
})

test('a zero byte, half a surrogate and other odd text are left out, kept or refused, but break nothing', async () => {
  const admin = await person(api.url, 'admin')
  const { id: caseId } = await aShift()
  for (const odd of ['a\u0000b', '\ud800', '\u202Egnp.exe', '🚌'.repeat(20), '%_\\', "'; drop table cases"]) {
    const answers = await Promise.all([
      raw(vendor, 'cases.submit', { workflow: 'shift', data: { ...someData(), vehicle: odd, station: odd } }),
      raw(vendor, 'cases.submit', { workflow: odd, data: { [odd]: odd }, idempotencyKey: odd }),
      raw(officer, 'cases.comment', { caseId, text: odd, idempotencyKey: odd }),
      raw(officer, 'cases.act', { caseId, action: odd, reason: odd, note: odd }),
      read(officer, 'queues.get', { workflow: 'shift', search: odd, scope: odd, state: odd }),
      read(officer, 'cases.list', { workflow: odd, state: odd }),
      read(officer, 'notifications.list', { category: odd }),
      read(vendor, 'workflows.choices', { workflow: 'shift', field: 'driver', search: odd }),
      read(admin, 'audit.search', { action: odd }),
      read(admin, 'mail.mailbox', { search: odd, cursor: odd }),
      read(admin, 'mail.suppressions', { search: odd, cursor: odd }),
    ])
    const statuses = answers.map(({ status }) => status)
    expect([odd, statuses.filter((status) => status >= 500)]).toEqual([odd, []])
  }
})

test('cursors, ids and times that are none are invalid', async () => {
  const admin = await person(api.url, 'admin')
  const bad = [
    officer.trpc.cases.list.query({ cursor: 'next' }),
    officer.trpc.queues.get.query({ workflow: 'shift', cursor: "'; drop table cases" }),
    officer.trpc.queues.get.query({ workflow: 'shift', limit: 201 }),
    officer.trpc.queues.get.query({ workflow: 'shift', limit: 0.5 }),
    admin.trpc.mail.deliveries.query({ cursor: 'bm90aGluZw' }),
    admin.trpc.mail.suppressions.query({ cursor: 'bm90aGluZw' }),
    admin.trpc.mail.suppress.mutate({ address: 'nobody', reason: 'Why not.' }),
    admin.trpc.mail.unsuppress.mutate({ address: 'a@away.test', reason: ' ' }),
    admin.trpc.system.connections.query({ cursor: 'x' }),
    admin.trpc.audit.search.query({ from: 'yesterday' }),
    admin.trpc.audit.get.query({ id: '1' }),
    officer.trpc.notifications.undo.mutate({ undoToken: 'x' }),
    officer.trpc.notifications.mark.mutate({ as: 'read' }),
    officer.trpc.notifications.mark.mutate({ as: 'read', ids: ['x'] }),
  ]

  for (const error of await Promise.all(bad.map(errorOf)))
    expect(error).toMatchObject({ code: 'BAD_REQUEST', key: 'invalid_input' })
})

test('a batch has at most thirty calls', async () => {
  const ask = (calls: number) =>
    fetch(
      `${api.url}/trpc/${Array.from({ length: calls }, () => 'notifications.unread').join(',')}?batch=1&input={}`,
      { headers: officer.headers },
    )

  expect((await ask(30)).status).toBe(200)
  const answer = await ask(31)
  expect([answer.status, keyIn(await answer.json())]).toEqual([400, 'invalid_input'])
})

test('whoever writes too fast is asked to wait', async () => {
  const slow = await startApi({ databaseUrl: database.url, env: { WRITES_PER_MINUTE: '5' } })
  const driver = await person(slow.url, 'driver2')

  for (let i = 0; i < 5; i++) await driver.trpc.me.update.mutate({ sound: true })
  const error = await errorOf(driver.trpc.me.update.mutate({ sound: true }))

  expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', key: 'too_many_requests' })
  expect(error.message).toMatch(/Try again in \d+ seconds\./)
  expect(await driver.trpc.me.get.query()).toMatchObject({ sound: true })
  const answer = await post(`${slow.url}/trpc/me.update`, { json: {} }, driver.headers)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
})
