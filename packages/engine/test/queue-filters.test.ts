import type { Db } from '@belfry/db'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import { belongs, factsOf, getQueue, listCases, needsDatabase, queueFilter } from '@belfry/engine/cases'
import { type Actor, DomainError, clock, newId } from '@belfry/shared'
import { type Workflow, awaitedBy, decide, fieldsOf, isOpen, reaches } from '@belfry/shared/machine'
import { CaseFilter, ListCasesInput, QueueInput, caseSorts } from '@belfry/shared/wire'
import { getWorkflow, workflowNames } from '@belfry/shared/workflows'
import { freshDatabase } from '@belfry/testing'
import { type Given, givenIn, inTx } from '@belfry/testing/given'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'

// A town full of cases made at random: what the database finds is what the rules say, case by case.
let db: Db
let given: Given
let rows: CaseRow[]

const START = Date.UTC(2026, 8, 1)
const DAY = 86_400_000
const TITLES = ['Bus 7', 'bus 70', 'Ömer 100%', 'Laptop_A', 'مركبة', 'Überfahrt', 'A "quoted" one']
const PARTIES = [
  'employee',
  'employee2',
  'supervisor',
  'driver',
  'driver2',
  'tutor',
  'intern',
  'vendor',
  'hr',
] as const
const READERS = [...PARTIES, 'officerNorth', 'officerAnywhere', 'reviewer', 'admin'] as const

beforeAll(async () => {
  const fresh = await freshDatabase()
  db = fresh.db
  given = await givenIn(db)
  const [made] = fc.sample(fc.array(someCase(), { minLength: 400, maxLength: 400 }), { numRuns: 1, seed: 7 })
  const ids = await inTx(db, async (tx) => {
    const named = made!.map((one) => ({ ...one, id: newId() }))
    await tx
      .insertInto('cases')
      .values(
        named.map(({ parts: _, claimed: __, parent, ...one }, n) => ({
          ...one,
          data: JSON.stringify(one.data),
          entered_at: one.opened_at,
          timed_at: one.opened_at,
          parent_id: parent && n > 0 ? named[parent % n]!.id : null,
          slot: parent ? 'slot' : null,
        })),
      )
      .execute()
    await tx
      .insertInto('case_participants')
      .values(
        named.flatMap(({ id, parts }) =>
          parts.map(({ part, person }) => ({ case_id: id, part, person_id: person })),
        ),
      )
      .execute()
    const now = new Date()
    const claims = named.filter(({ claimed }) => claimed)
    await tx
      .insertInto('claims' as never)
      .values(
        claims.map(({ id }, n) => ({
          case_id: id,
          person_id: given.admin.id,
          since: now,
          expires_at: new Date(now.getTime() + (n % 2 === 0 ? DAY : -DAY)),
        })) as never,
      )
      .execute()
    return named.map(({ id }) => id)
  })
  rows = await listCasesById(db, ids, clock.now())
})

const someone = () => fc.constantFrom(...PARTIES).map((key) => given[key].id)
const sometime = () => fc.integer({ min: 0, max: 120 }).map((day) => new Date(START + day * DAY))

function someCase() {
  return fc.constantFrom(...workflowNames).chain((name) => {
    const workflow = getWorkflow(name)
    const fields = fieldsOf(workflow.data)
    const values = Object.fromEntries(
      fields.flatMap((field): [string, fc.Arbitrary<unknown>][] => {
        if (field.kind === 'choice') return [[field.name, fc.constantFrom(...field.options)]]
        if (field.kind === 'yesNo') return [[field.name, fc.boolean()]]
        return field.kind === 'person' ? [[field.name, someone()]] : []
      }),
    )
    return fc
      .record({
        state: fc.constantFrom(...Object.keys(workflow.states)),
        title: fc.constantFrom(...TITLES),
        stage: fc.constantFrom(null, ...Object.keys(workflow.stages)),
        scope: fc.constantFrom('station:north', 'station:south', null),
        owner_id: someone(),
        assignee_id: fc.option(someone()),
        decider_id: fc.option(someone()),
        data: fc.record(values, { requiredKeys: [] }),
        opened_at: sometime(),
        changed_at: sometime(),
        urgent_at: fc.option(sometime()),
        ready_at: fc.option(sometime()),
        parent: fc.option(fc.nat(1_000)),
        claimed: fc.boolean(),
      })
      .map((one) => ({
        ...one,
        workflow: name as string,
        closed_at: isOpen(workflow, one.state) ? null : one.changed_at,
        parts: fields.flatMap((field) => {
          const person = one.data[field.name]
          return field.kind === 'person' && person ? [{ part: field.name, person: person as string }] : []
        }),
      }))
  })
}

const span = () =>
  fc.record(
    { from: sometime().map((at) => at.toISOString()), before: sometime().map((at) => at.toISOString()) },
    { requiredKeys: [] },
  )

function someFilter(workflow: Workflow): fc.Arbitrary<CaseFilter> {
  const fields = fieldsOf(workflow.data).filter(({ name }) => !workflow.fields[name]?.see)
  const values = Object.fromEntries(
    fields.flatMap((field) => {
      if (field.kind === 'choice') return [[field.name, fc.subarray([...field.options], { minLength: 1 })]]
      return field.kind === 'yesNo' ? [[field.name, fc.subarray(['true', 'false'], { minLength: 1 })]] : []
    }),
  )
  const who = fc.oneof(fc.constant('me'), someone(), fc.constantFrom('emil', 'vendor', 'É', '%'))
  const everything = fc.record({
    state: fc.subarray(Object.keys(workflow.states), { minLength: 1 }),
    closed: fc.constantFrom('no', 'yes', 'any'),
    urgent: fc.boolean(),
    ready: fc.boolean(),
    claimed: fc.boolean(),
    scope: fc.constantFrom('station:north', 'station:south'),
    assignee: fc.oneof(who, fc.constant('none')),
    owner: who,
    opened: span(),
    changed: span(),
    fields: fc.record(values, { requiredKeys: [] }),
    search: fc.constantFrom('bus', '7', 'bus 7', '100%', '_', '"bus 7"', 'emil', 'über', 'nothing'),
  })
  // A filter that asks for everything at once finds nothing.
  return fc
    .tuple(everything, fc.shuffledSubarray(Object.keys(CaseFilter.shape), { maxLength: 3 }))
    .map(
      ([all, keys]) =>
        Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key))) as CaseFilter,
    )
}

const contains = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase())

/** Said as simply as possible; `belongs` leaves names and texts to the database. */
function naively(filter: ReturnType<typeof queueFilter>, row: CaseRow, actor: Actor): boolean {
  const { owner, assignee, texts, ...rest } = filter
  const isOwner = !owner || ('id' in owner ? owner.id === row.ownerId : contains(row.ownerName, owner.name))
  const isAssignee =
    !assignee ||
    (assignee === 'none'
      ? !row.assigneeId
      : 'id' in assignee
        ? assignee.id === row.assigneeId
        : contains(row.assigneeName ?? '', assignee.name))
  return (
    isOwner &&
    isAssignee &&
    texts.every((text) => contains(row.title, text) || contains(row.ownerName, text)) &&
    belongs({ ...rest, texts: [] }, row, actor)
  )
}

describe('a queue', () => {
  test('holds exactly what its filter says, for every reader, and pages through it in order', async () => {
    let found = 0
    const question = fc.constantFrom(...workflowNames).chain((name) =>
      fc.record({
        name: fc.constant(name),
        filter: someFilter(getWorkflow(name)),
        reader: fc.constantFrom(...READERS),
        sort: fc.constantFrom(...caseSorts),
        limit: fc.constantFrom(3, 20),
      }),
    )
    await fc.assert(
      fc.asyncProperty(question, async ({ name, filter, reader, sort, limit }) => {
        const actor = given[reader]
        const input = QueueInput.parse({ workflow: name, ...filter, sort, limit })
        let asked: ReturnType<typeof queueFilter>
        try {
          asked = queueFilter(actor, input)
        } catch (error) {
          if (error instanceof DomainError) return // no queue of his
          throw error
        }
        const expected = rows.filter((row) => naively(asked, row, actor))
        const inMemory = rows.filter((row) => belongs(asked, row, actor))
        expect(needsDatabase(asked) ? expected.length : inMemory.length).toBe(expected.length)

        const shown: string[] = []
        let cursor: string | null = null
        do {
          const page: Awaited<ReturnType<typeof getQueue>> = await getQueue(db, actor, { ...input, cursor })
          expect(page.total).toBe(expected.length)
          expect(page.items.length).toBeLessThanOrEqual(limit)
          shown.push(...page.items.map(({ id }) => id))
          cursor = page.nextCursor
        } while (cursor)
        found += shown.length

        expect(shown).toEqual(expected.toSorted(orderOf(sort)).map(({ id }) => id))
      }),
      { numRuns: 300 },
    )
    expect(found).toBeGreaterThan(100)
  })
})

describe('what waits for somebody', () => {
  test.each(READERS)('%s: every case, of whatever workflow, that he may take on now', async (reader) => {
    const actor = given[reader]
    const expected = rows.filter((row) => {
      const workflow = getWorkflow(row.workflow)
      return awaitedBy(workflow, actor).some(
        ({ action, states, reach }) =>
          states.includes(row.state) &&
          reaches(reach, actor, factsOf(row)) &&
          decide(workflow, factsOf(row), action, actor).ok,
      )
    })

    const found: string[] = []
    let cursor: string | null = null
    do {
      const input: ListCasesInput = ListCasesInput.parse({ view: 'waiting', limit: 20, cursor })
      const page: Awaited<ReturnType<typeof listCases>> = await listCases(db, actor, input)
      found.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)

    expect(found).toEqual(expected.toSorted(orderOf('urgent')).map(({ id }) => id))
  })
})

test('a team’s cases are those of the people one supervises, as far as a supervisor sees them', async () => {
  const input = ListCasesInput.parse({ view: 'team', limit: 200 })
  const { items } = await listCases(db, given.supervisor, input)
  const owners = new Set(items.map(({ owner }) => owner.name))

  expect([...owners].toSorted()).toEqual(['Emil Example', 'Élodie Exemple'])
  expect(items.map(({ workflow }) => workflow)).toContain('goal')
  expect(items.map(({ workflow }) => workflow)).not.toContain('testimonial')
  expect((await listCases(db, given.employee, input)).items).toEqual([])
})

function orderOf(sort: (typeof caseSorts)[number]) {
  const key = (row: CaseRow): number | string => {
    if (sort === 'title') return row.title.slice(0, 100).toLowerCase()
    if (sort === 'changed') return row.changedAt.getTime()
    return sort === 'urgent' ? (row.urgentAt?.getTime() ?? Number.POSITIVE_INFINITY) : row.openedAt.getTime()
  }
  const down = sort === 'newest' || sort === 'changed' ? -1 : 1
  return (a: CaseRow, b: CaseRow) => {
    const [x, y] = [key(a), key(b)]
    if (x !== y) return x < y ? -down : down
    return a.id < b.id ? -down : down
  }
}
