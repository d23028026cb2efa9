import type { Db } from '@belfry/db'
import { type CaseRow, findCase } from '@belfry/db/queries/cases'
import { act, submit } from '@belfry/engine/cases'
import { type Actor, DomainError, type Grant, clock, roles } from '@belfry/shared'
import { type Action, type Who, type Workflow, checkAsked, fieldsAsked } from '@belfry/shared/machine'
import { getWorkflow, workflows } from '@belfry/shared/workflows'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { MadeUp } from './support/made-up.ts'

// Every workflow's states are walked at random by every kind of person. What may happen is worked out here anew, as
// plainly as can be, from the definition alone; the engine must never allow more, and must write down all that it allows.

let db: Db
let people: Actor[]
let supervisorOf: Map<string, string>
let madeUp: MadeUp

beforeAll(async () => {
  const fresh = await databaseWithPeople({ max: 4 })
  db = fresh.db
  const grantsOf: Grant[][] = [
    ...roles.map((role): Grant[] => [{ role, scope: null }]),
    [{ role: 'officer', scope: 'station:north' }],
    [{ role: 'officer', scope: 'station:south' }],
    [{ role: 'reviewer', scope: null }],
    [{ role: 'hr', scope: null }],
    [{ role: 'employee', scope: null }],
    [
      { role: 'employee', scope: null },
      { role: 'supervisor', scope: null },
    ],
    [],
  ]
  people = []
  for (const grants of grantsOf) people.push(await fresh.given.person({ grants }))
  const supervisor = people.find(({ grants }) => grants.length === 1 && grants[0]!.role === 'supervisor')!
  supervisorOf = new Map(people.filter(({ id }) => id !== supervisor.id).map(({ id }) => [id, supervisor.id]))
  await sql`update people set supervisor_id = ${supervisor.id} where id = any(${[...supervisorOf.keys()]}::uuid[])`.execute(
    db,
  )
  madeUp = new MadeUp(db, (role, asker, mine) => {
    const fit = people.filter(
      (person) => (!role || holds(person, role)) && (!mine || supervisorOf.get(person.id) === asker.id),
    )
    return fit[0]?.id
  })
})

const holds = (person: Actor, role: string, scope?: string | null) =>
  person.grants.some(
    (grant) => grant.role === role && (scope === undefined || grant.scope === null || grant.scope === scope),
  )

/** Whether a rule picks the person for a case. */
function picks(who: Who, person: Actor, item: CaseRow): boolean {
  if (who.kind === 'owner') return item.ownerId === person.id
  if (who.kind === 'assignee') return item.assigneeId === person.id
  if (who.kind === 'supervisor') return supervisorOf.get(item.ownerId) === person.id
  if (who.kind === 'parentOwner') return item.parentOwnerId === person.id
  if (who.kind === 'role') return holds(person, who.role)
  if (who.kind === 'roleInScope') return holds(person, who.role, item.scope)
  if (who.kind === 'personIn') return item.data[who.field] === person.id
  if (who.kind === 'part')
    return item.parts.some((one) => one.part === who.part && one.personId === person.id)
  return true
}

/** Whether the rules let the person take the action now, by the definition alone. */
function isAllowed(workflow: Workflow, action: Action, name: string, person: Actor, item: CaseRow): boolean {
  const agreed = item.approvals.filter((approval) => approval.action === name)
  const needs = (item.stage && workflow.stages[item.stage]?.needs) || []
  const isThere = (slot: string) =>
    item.children.some(
      (child) => child.slot === slot && getWorkflow(child.workflow).states[child.state]?.fulfils === true,
    )
  return (
    action.from.includes(item.state) &&
    action.by.some((who) => picks(who, person, item)) &&
    !(action.notBy?.includes('owner') && item.ownerId === person.id) &&
    !(action.notBy?.includes('decider') && item.deciderId === person.id) &&
    !agreed.some(({ personId }) => personId === person.id) &&
    (!action.when || action.when(item.data)) &&
    (!action.ready || needs.every(isThere))
  )
}

/** Opens a case of the workflow: on its own by one who may, or in a slot of a parent, by a form or by an action of that. */
async function open(workflow: Workflow, byAction = false): Promise<CaseRow> {
  const by = workflow.submit.by
  if (by.length > 0) {
    const person = people.find((one) =>
      by.some((who) => who.kind === 'everyone' || (who.kind === 'role' && holds(one, who.role))),
    )!
    return file(person, { workflow: workflow.name, data: await filled(workflow, person) })
  }
  for (const parent of Object.values(workflows) as Workflow[])
    for (const [slot, child] of Object.entries(parent.children))
      if (child.workflow === workflow.name) {
        const hook = await openUntil(parent, child.in)
        const person =
          child.by.length > 0 && people.find((one) => child.by.some((who) => picks(who, one, hook)))
        const [opened] = byAction || !person ? await openedBy(parent, slot, hook) : []
        if (opened) return opened
        const form = { workflow: workflow.name, parentId: hook.id, slot }
        if (person) return file(person, { ...form, data: await filled(workflow, person) })
      }
  throw new Error(`Nothing opens a ${workflow.name}.`)
}

/** The form of a new case, filled in so that no rule between its fields is broken. */
async function filled(workflow: Workflow, person: Actor): Promise<Record<string, unknown>> {
  const asked = fieldsAsked(workflow, workflow.submit.asks, person)
  for (const isNarrow of [true, false]) {
    madeUp.isNarrow = isNarrow
    const data = await madeUp.fill(asked, person)
    if (checkAsked(workflow, asked, {}, data, 'en').ok) return data
  }
  throw new Error(`Nothing that is made up fits the rules of ${workflow.name}.`)
}

async function file(person: Actor, input: Parameters<typeof submit>[2]): Promise<CaseRow> {
  const { id } = await inTx(db, (tx) => submit(tx, person, input))
  return (await findCase(db, id, clock.now()))!
}

/** A case that was brought into one of these states, by whatever leads there. */
async function openUntil(workflow: Workflow, states: readonly string[] | undefined): Promise<CaseRow> {
  let item = await open(workflow)
  for (let steps = 0; states && !states.includes(item.state) && steps < 12; steps += 1) {
    const before = item.state
    for (const name of Object.keys(workflow.actions)) {
      const tried = await tryAction(workflow, item, name)
      if (!tried) continue
      item = tried
      if (states.includes(item.state)) return item
      if (item.state !== before) break
    }
  }
  return item
}

async function tryAction(workflow: Workflow, item: CaseRow, name: string): Promise<CaseRow | undefined> {
  const action = workflow.actions[name]!
  const person = people.find((one) => isAllowed(workflow, action, name, one, item))
  if (!person) return undefined
  const choice = await choiceFor(workflow, action, person, item)
  await inTx(db, (tx) => act(tx, person, { caseId: item.id, action: name, ...choice }))
  return findCase(db, item.id, clock.now())
}

/** The child cases that an action of the parent opens in a slot. */
async function openedBy(parent: Workflow, slot: string, hook: CaseRow): Promise<CaseRow[]> {
  for (const [name, action] of Object.entries(parent.actions))
    if (action.opens?.some((one) => one.slot === slot)) {
      const ready = await openUntil(parent, action.from)
      await tryAction(parent, ready.state === hook.state ? hook : ready, name)
    }
  const { rows } = await sql<{
    id: string
  }>`select id from cases where slot = ${slot} and parent_id is not null order by id desc limit 3`.execute(db)
  return Promise.all(rows.map(async ({ id }) => (await findCase(db, id, clock.now()))!))
}

async function choiceFor(workflow: Workflow, action: Action, person: Actor, item: CaseRow) {
  const asked = fieldsAsked(workflow, action.asks ?? [], person, {
    ...item,
    children: [],
  })
  return {
    ...(action.reason && { reason: action.reason[0] }),
    ...(action.note && { note: 'Because.' }),
    data: await madeUp.fill(asked, person),
  }
}

interface Try {
  person: number
  action: number
  /** Leaves out what the action needs. */
  careless: boolean
}

const walk = fc.array(
  fc.record<Try>({
    person: fc.nat(),
    action: fc.nat(),
    careless: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
  { minLength: 10, maxLength: 30 },
)

const eventsOf = async (id: string) => {
  const { rows } = await sql<{ id: string; type: string }>`
    select id, type from events where case_id = ${id} order by id`.execute(db)
  return rows
}

/** What may come of a try that the rules allow: only what was filled in may still be wrong. */
const rightly = /^(ok|invalid_input|reason_required|note_required)$/

/** One try, and whether what came of it is what had to. Returns the case as it is then. */
async function take(workflow: Workflow, item: CaseRow, one: Try, seen: Set<string>): Promise<CaseRow> {
  const names = Object.keys(workflow.actions)
  // Half of the tries are by somebody who may, so that walks get somewhere.
  const name = names[one.action % names.length]!
  const action = workflow.actions[name]!
  const able = people.filter((person) => isAllowed(workflow, action, name, person, item))
  const pool = one.person % 2 === 0 && able.length > 0 ? able : people
  const person = pool[one.person % pool.length]!
  const choice = one.careless ? {} : await choiceFor(workflow, action, person, item)
  const before = await eventsOf(item.id)

  const outcome = await inTx(db, (tx) => act(tx, person, { caseId: item.id, action: name, ...choice })).then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof DomainError) return error.code
      throw error
    },
  )
  const after = (await findCase(db, item.id, clock.now()))!
  const events = await eventsOf(item.id)
  const allowed = isAllowed(workflow, action, name, person, item)
  const isDone = outcome === 'ok'
  if (isDone) seen.add(name)
  expect({
    name,
    outcome,
    more: after.version - item.version,
    events: events.length - before.length,
  }).toEqual({
    name,
    outcome: expect.stringMatching(allowed ? rightly : /^(?!ok$)/),
    more: isDone ? 1 : 0,
    events: isDone ? 1 : 0,
  })
  const last = events.at(-1)!.type.replace(/\.approval$/, '')
  expect(isDone ? last : name).toBe(isDone ? `${workflow.name}.${name}` : name)
  return after
}

describe.each((Object.values(workflows) as Workflow[]).map((workflow) => [workflow.name, workflow] as const))(
  '%s',
  (_, workflow) => {
    test('nothing outside the rules ever succeeds; what does is one version, one event, one audit entry', async () => {
      const seen = new Set<string>()
      const ids: string[] = []
      await fc.assert(
        fc.asyncProperty(walk, fc.boolean(), async (tries, byAction) => {
          let item = await open(workflow, byAction)
          ids.push(item.id)
          for (const one of tries) item = await take(workflow, item, one, seen)
        }),
        { seed: 20261120, numRuns: 6, endOnFailure: true },
      )
      await runJobs(db)

      const { rows } = await sql<{ events: number; entries: number }>`
        select count(*)::int as events, count(a.id)::int as entries
        from events e left join audit_entries a on a.id = e.id where e.case_id = any(${ids}::uuid[])`.execute(
        db,
      )
      expect(rows[0]!.entries).toBe(rows[0]!.events)
      expect(seen.size).toBeGreaterThan(0)
    }, 60_000)
  },
)
