import { searchAudit } from '@belfry/engine/audit'
import { act, comment, getQueue, listCases, saveDraft, submit } from '@belfry/engine/cases'
import { listMailbox } from '@belfry/engine/mail'
import { listInbox, mark } from '@belfry/engine/notify'
import { once } from '@belfry/engine/once'
import { DomainError } from '@belfry/shared'
import {
  ActInput,
  AuditSearchInput,
  CommentInput,
  ListCasesInput,
  ListNotificationsInput,
  MailboxInput,
  MarkInput,
  QueueInput,
  SaveDraftInput,
  SubmitInput,
} from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import fc from 'fast-check'
import { expect, test } from 'vitest'

// Whatever text comes in where a text may come, the answer is an answer or an error that a person may read: never one of
// Postgres, and nothing that the worker stumbles over later.

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\0',
    'a\0b',
    '\ud800',
    '\udfff x',
    "'; drop table people; --",
    '%',
    '_%\\',
    '{x}',
    '{n, plural, one {',
    '<script>alert(1)</script>',
    '{{constructor.constructor("x")()}}',
    '__proto__',
    'constructor',
    '\u202e\u2028',
    ' ',
    '',
  ),
)

test('odd text does no harm, wherever it comes in', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  const { vendor, officerNorth, admin } = given
  const verbs: Record<string, (text: string) => Promise<unknown>> = {
    'the fields of a filing': async (text) => {
      const data = {
        ...shiftData({ driver: given.driver }),
        vehicle: `x${text}`,
        remarks: text,
        [text]: text,
      }
      const input = SubmitInput.parse({ workflow: 'shift', data, idempotencyKey: `k${text}` })
      return inTx(db, (tx) => once(tx, vendor, 'cases.submit', input, () => submit(tx, vendor, input)))
    },
    'the choices of a filing': async (text) => {
      const data = { ...shiftData({ driver: given.driver }), station: text, driver: text, startsAt: text }
      return inTx(db, (tx) => submit(tx, vendor, SubmitInput.parse({ workflow: text, data })))
    },
    'an action': async (text) =>
      inTx(db, (tx) =>
        act(tx, officerNorth, ActInput.parse({ caseId, action: text, reason: text, note: text })),
      ),
    'a note': async (text) => {
      const data = shiftData({ driver: given.driver })
      const filed = await inTx(db, (tx) => submit(tx, vendor, { workflow: 'shift', data }))
      const input = ActInput.parse({ caseId: filed.id, action: 'approve', note: text })
      return inTx(db, (tx) => act(tx, officerNorth, input))
    },
    'a comment': async (text) => inTx(db, (tx) => comment(tx, vendor, CommentInput.parse({ caseId, text }))),
    'a link': async (text) => {
      const filed = SubmitInput.parse({
        workflow: 'report',
        data: { agent: 'Counter', type: 'Year', requester: given.hr.id },
      })
      const { id } = await inTx(db, (tx) => submit(tx, given.analyst, filed))
      const data = { summary: 'Done', link: `https://belfry.test/${text}` }
      const input = ActInput.parse({ caseId: id, action: 'finish', data })
      return inTx(db, (tx) => act(tx, given.analyst, input))
    },
    'a slot': async (text) => {
      const input = SubmitInput.parse({ workflow: 'trip', data: {}, parentId: caseId, slot: text })
      return inTx(db, (tx) => submit(tx, vendor, input))
    },
    'a draft': async (text) => {
      const values = { remarks: text, [`x${text}`]: [{ [text]: text }] }
      const content = { key: `d${text}`, values, labels: { [text]: text } }
      const input = SaveDraftInput.parse({ workflow: 'shift', rev: 0, content })
      return inTx(db, (tx) => saveDraft(tx, vendor, input))
    },
    'a queue': async (text) => getQueue(db, admin, QueueInput.parse({ workflow: text })),
    'a search in a queue': async (text) =>
      getQueue(db, admin, QueueInput.parse({ workflow: 'shift', state: text, scope: text, search: text })),
    'a list of cases': async (text) =>
      listCases(db, vendor, ListCasesInput.parse({ workflow: text, state: text })),
    'a list of notifications': async (text) =>
      listInbox(db, officerNorth, ListNotificationsInput.parse({ category: text })),
    'a marking': async (text) =>
      inTx(db, (tx) => mark(tx, officerNorth, MarkInput.parse({ filter: { category: text }, as: 'read' }))),
    'a search in the trail': async (text) => searchAudit(db, admin, AuditSearchInput.parse({ action: text })),
    'a search in the mailbox': async (text) =>
      listMailbox(db, admin, MailboxInput.parse({ search: text, cursor: text })),
  }
  let answered = 0

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(verbs)), odd, async (where, text) => {
      const error: unknown = await verbs[where]!(text).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (error === null) answered++
      const isReadable = error instanceof DomainError || (error as Error | null)?.name === 'ZodError'
      expect(isReadable ? null : error).toBeNull()
    }),
    { seed: 20261120, numRuns: 250 },
  )

  expect(answered).toBeGreaterThan(80)
  await runJobs(db)
})

test('what every object has is no slot', async () => {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor })

  for (const slot of ['constructor', '__proto__', 'toString']) {
    const filed = inTx(db, (tx) =>
      submit(tx, given.vendor, { workflow: 'trip', parentId: shift.id, slot, data: {} }),
    )
    await expect(filed).rejects.toMatchObject({
      code: 'unknown_slot',
      message: `There is nothing called “${slot}” that could be added here.`,
    })
  }
})

test('a moment or a page that Postgres cannot know is refused before it is asked', async () => {
  const { db, given } = await databaseWithPeople()
  const look = async (input: Record<string, unknown>) =>
    getQueue(db, given.admin, QueueInput.parse({ workflow: 'shift', ...input }))
  const cursor = (time: string) =>
    Buffer.from(`oldest 01999999-9999-7999-8999-999999999999 ${time}`).toString('base64url')

  for (const from of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '2026-13-01T00:00:00Z'])
    await expect(look({ opened: { from } })).rejects.toMatchObject({ name: 'ZodError' })
  for (const time of ['0000-01-01 00:00:00+00', '2026-02-30 00:00:00+00', '2026-01-01 24:00:00+00', 'now'])
    await expect(look({ cursor: cursor(time) })).rejects.toMatchObject({ code: 'invalid_input' })
  for (const time of ['2026-02-28 23:59:59.999999+05:30', '9999-12-31 00:00:00-12', 'infinity'])
    expect(await look({ cursor: cursor(time) })).toMatchObject({ items: [] })
})
