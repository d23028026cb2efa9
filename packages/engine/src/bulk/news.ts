import type { Db } from '@belfry/db'
import { type RunToDo, findRunToDo, holdEnded } from '@belfry/db/queries/bulk'
import {
  listMutes,
  listNews,
  settleNews,
  whoIsThere,
  whoWasTold,
  withdrawDeliveries,
} from '@belfry/db/queries/bulk-news'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import { type EventRow, listEvents } from '@belfry/db/queries/events'
import {
  type Audience,
  type Member,
  type ToldEvent,
  type Ways,
  fanOutBatch,
} from '@belfry/db/queries/fan-out'
import { clock, locales } from '@belfry/shared'
import { mailOf } from '@belfry/shared/delivery'
import type { Tell, Workflow } from '@belfry/shared/machine'
import { BulkDeed } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { getWorkflow } from '@belfry/shared/workflows'
import { sql } from 'kysely'
import { audiencesOf, fanOut } from '../notify/fan-out.ts'
import { type TellingSettings, defaultLimits, readEventToTell } from '../notify/throttle.ts'
import { createHearers } from './hearers.ts'

/** Events that are read in one statement. */
const AT_ONCE = 1_000
/** People told in one statement. */
const BATCH = 1_000
/** Events of single people that are told side by side. */
const SIDE_BY_SIDE = 4

/** The place of the first text about what is undone. */
const UNDONE_FROM = 5_000

/** What a run means for one person: of how many cases, and the first of its events that concerns him. */
interface Heard {
  count: number
  eventId: string
  rank: number
  tell: Tell
}

/**
 * Tells people what became of a run, once it is over: whoever is concerned by one case hears of it as of any single step,
 * whoever is by several gets one message. Of what was undone those hear who had been told before. Safe to run twice.
 */
export async function tellRun(
  db: Db,
  { runId, eventId }: { runId: string; eventId: string },
  settings: TellingSettings = { limits: defaultLimits },
): Promise<void> {
  const run = await findRunToDo(db, runId)
  // Whoever has it go on asks again when it is over.
  if (!run || run.state === 'running' || run.state === 'undoing') return
  const found = await readEventToTell(db, eventId, settings)
  if (!found) return
  const { event, ways } = found
  await tellWhatHappened(db, run, event, ways, settings)
  await tellWhatIsUndone(db, run, event, ways)
}

async function tellWhatHappened(
  db: Db,
  run: RunToDo,
  event: EventRow,
  ways: Ways,
  settings: TellingSettings,
): Promise<void> {
  const { heard, others } = await heardOf(db, run, 'untold')
  // News that belong to no case, as of a role that somebody was given.
  for (const id of others) await fanOut(db, id, { ...settings, limits: { person: null, program: null } })
  await tellSingly(
    db,
    run,
    [...heard].filter(([, { count }]) => count === 1),
    ways,
  )
  const several = [...heard].filter(([, { count }]) => count > 1)
  await tellFolded(db, run, event, several, ways, { from: 'untold', to: 'told' })
}

async function tellWhatIsUndone(db: Db, run: RunToDo, event: EventRow, ways: Ways): Promise<void> {
  const { heard } = await heardOf(db, run, 'correct')
  if (heard.size === 0) return
  const pairs = [...heard].map(([personId, { eventId }]) => ({ personId, eventId }))
  const told = await whoWasTold(db, pairs, run.ends)
  const corrected = [...heard].filter(([personId]) => told.has(personId))
  await tellFolded(db, run, event, corrected, ways, { from: 'correct', to: 'over' })
}

/** Who has to hear of what, by person; events of no case are `others`. */
async function heardOf(
  db: Db,
  run: RunToDo,
  state: 'untold' | 'correct',
): Promise<{ heard: Map<string, Heard>; others: string[] }> {
  const hearersOf = createHearers(db)
  const heard = new Map<string, Heard>()
  const others: string[] = []
  let after: string | null = null
  for (;;) {
    const ids: string[] = await listNews(db, run.id, state, { after, limit: AT_ONCE })
    const happenings = await happeningsOf(db, ids, others)
    const muted = await mutesOf(
      db,
      happenings.map(({ item }) => item.id),
    )
    for (const [place, hearers] of (await hearersOf(happenings)).entries()) {
      const { event, item } = happenings[place]!
      for (const { personId, rank, tell } of hearers) {
        if (muted.has(`${item.id} ${personId}`)) continue
        const before = heard.get(personId)
        if (before) before.count += 1
        else heard.set(personId, { count: 1, eventId: event.id, rank, tell })
      }
    }
    if (ids.length < AT_ONCE) break
    after = ids.at(-1)!
  }
  const there = await whoIsThere(db, [...heard.keys()])
  return { heard: new Map([...heard].filter(([personId]) => there.has(personId))), others }
}

async function happeningsOf(
  db: Db,
  ids: string[],
  others: string[] = [],
): Promise<{ event: EventRow; item: CaseRow }[]> {
  const events = (await listEvents(db, ids)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const caseIds = events.flatMap(({ case_id }) => case_id ?? [])
  const cases = new Map((await listCasesById(db, caseIds, clock.now())).map((row) => [row.id, row]))
  return events.flatMap((event) => {
    const item = event.case_id ? cases.get(event.case_id) : undefined
    if (!event.case_id) others.push(event.id)
    return item ? [{ event, item }] : []
  })
}

const mutesOf = async (db: Db, caseIds: string[]): Promise<Set<string>> =>
  new Set((await listMutes(db, caseIds)).map(({ caseId, personId }) => `${caseId} ${personId}`))

/** Each event to those who are concerned by that one alone; no more of them once somebody takes the run back. */
async function tellSingly(db: Db, run: RunToDo, people: [string, Heard][], ways: Ways): Promise<void> {
  const byEvent = Map.groupBy(people, ([, { eventId }]) => eventId)
  const ids = [...byEvent.keys()].toSorted()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const happenings = await happeningsOf(db, ids.slice(from, from + AT_ONCE))
    for (let at = 0; at < happenings.length; at += SIDE_BY_SIDE)
      await Promise.all(
        happenings.slice(at, at + SIDE_BY_SIDE).map(({ event, item }) => {
          const members = byEvent.get(event.id)!.map(([personId, { rank }]) => ({ personId, rank }))
          return db.transaction().execute(async (tx) => {
            if (await holdEnded(tx, run.id))
              await tellMembers(tx, event, audiencesOf(event, item), members, ways)
          })
        }),
      )
  }
}

/**
 * One message to each, which says how many cases it is about. Numbers are part of the text, so people with the same number
 * share one. All in one transaction with the note that they know: told twice, the texts could be numbered in another way.
 */
async function tellFolded(
  db: Db,
  run: RunToDo,
  event: EventRow,
  people: [string, Heard][],
  ways: Ways,
  { from, to }: { from: 'untold' | 'correct'; to: 'told' | 'over' },
): Promise<void> {
  const byText = [...Map.groupBy(people, ([, { tell, count }]) => `${tell.message} ${count}`).values()]
  const audiences = byText.map(([first], rank) => folded(run, event, first![1], rank, from === 'correct'))
  const members = byText.flatMap((some, rank) => some.map(([personId]) => ({ personId, rank })))
  await db.transaction().execute(async (tx) => {
    if (!(await holdEnded(tx, run.id))) return
    // Another one was faster.
    if ((await listNews(tx, run.id, from, { after: null, limit: 1 })).length === 0) return
    if (from === 'correct' && members.length > 0) await withdrawAll(tx, run)
    await tellMembers(tx, event, audiences, members, ways)
    await settleNews(tx, run.id, from, to)
  })
}

/** Nothing is left of the run, so nothing of it needs to be mailed any more. */
async function withdrawAll(tx: Parameters<typeof withdrawDeliveries>[0], run: RunToDo): Promise<void> {
  const rest = await listNews(tx, run.id, 'told', { after: null, limit: 1 })
  if (rest.length === 0) await withdrawDeliveries(tx, run.ends)
}

async function tellMembers(
  db: Db,
  event: EventRow,
  audiences: Audience[],
  members: Member[],
  ways: Ways,
): Promise<void> {
  const actor = { id: event.actor_id, name: event.actor_name }
  const told: ToldEvent = { id: event.id, at: event.at, caseId: event.case_id, actor }
  const inOrder = members.toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
  for (let from = 0; from < inOrder.length; from += BATCH)
    await fanOutBatch(db, told, audiences, inOrder.slice(from, from + BATCH), clock.now(), ways)
}

/** The text for all who are concerned by so many cases, under the rule that picked them. */
function folded(
  run: RunToDo,
  event: EventRow,
  { tell, count }: Heard,
  rank: number,
  isUndone: boolean,
): Audience {
  const workflow = getWorkflow(run.workflow)
  const deed = BulkDeed.parse(run.deed)
  const texts = locales.map((locale, place) => {
    const own = workflow.words[locale]
    const general = words[locale].bulk
    const action =
      deed.kind === 'act'
        ? (own.actions[deed.action]?.label ?? deed.action)
        : deed.kind === 'assign'
          ? general.given
          : general.reminder
    const note = deed.kind === 'remind' ? (deed.note ?? '') : ''
    const body = isUndone ? general.undoneBody : deed.kind === 'remind' ? general.remindBody : general.body
    const values = { actor: event.actor_name, action, count, note, plural: own.plural }
    return {
      // What happened and what is undone may both be told under one event.
      variant: (rank + (isUndone ? UNDONE_FROM : 0)) * locales.length + place,
      locale,
      type: `${workflow.name}.${tell.message}`,
      category: workflow.category,
      tone: isUndone ? ('info' as const) : (tell.tone ?? 'info'),
      priority: tell.priority ?? 'normal',
      title: say(locale, isUndone ? general.undoneTitle : general.title, values),
      body: say(locale, body, values),
      link: linkFor(workflow, tell),
      data: {},
    }
  })
  // `members` are given, so nobody is looked for.
  return { people: sql`select null::uuid where false`, texts, mail: mailOf(tell), leaveOut: null }
}

/** Where somebody finds what it is about: the queue he works on, or his own cases. */
const linkFor = (workflow: Workflow, tell: Tell): string =>
  tell.who.some(({ kind }) => kind === 'role' || kind === 'roleInScope')
    ? `/queues/${workflow.name}`
    : '/cases'
