import type { CaseFacts } from './case.ts'
import type { Duration, Timer, Workflow } from './define.ts'

/** A name that no timer of a workflow can have: the case has become urgent. */
export const URGENT = 'urgent'

export interface Due {
  at: Date
  /** The timers whose time it is. */
  timers: string[]
}

type Timed = Pick<CaseFacts, 'state' | 'data' | 'enteredAt'>

export const msOf = ({ days = 0, hours = 0, minutes = 0 }: Duration): number =>
  ((days * 24 + hours) * 60 + minutes) * 60_000

/** When a case that came into its state becomes urgent; null where the state has no limit. */
export function urgentFrom(workflow: Workflow, state: string, at: Date): Date | null {
  const limit = workflow.states[state]?.urgentAfter
  return limit ? new Date(at.getTime() + msOf(limit)) : null
}

/**
 * The next time something happens to a case by itself, later than `since`; nothing where nothing will. What was due more
 * than once while nobody looked happens once. Pure; all times are instants.
 */
export function nextDue(workflow: Workflow, item: Timed, since: Date): Due | null {
  const ticks = Object.entries(workflow.timers).flatMap(([name, timer]) => {
    const at = nextTick(timer, item, since.getTime())
    return at === undefined ? [] : [{ name, at }]
  })
  const urgentAt = urgentFrom(workflow, item.state, item.enteredAt)
  if (urgentAt && urgentAt > since) ticks.push({ name: URGENT, at: urgentAt.getTime() })
  if (ticks.length === 0) return null
  const first = Math.min(...ticks.map(({ at }) => at))
  return { at: new Date(first), timers: ticks.filter(({ at }) => at === first).map(({ name }) => name) }
}

/** What has become due after `since`, up to `now`, in order of time; each timer once. */
export function dueBetween(workflow: Workflow, item: Timed, since: Date, now: Date): string[] {
  const due: { name: string; at: number }[] = []
  for (const [name, timer] of Object.entries(workflow.timers)) {
    const at = nextTick(timer, item, since.getTime())
    if (at !== undefined && at <= now.getTime()) due.push({ name, at })
  }
  const urgentAt = urgentFrom(workflow, item.state, item.enteredAt)
  if (urgentAt && urgentAt > since && urgentAt <= now) due.push({ name: URGENT, at: urgentAt.getTime() })
  return due.sort((a, b) => a.at - b.at).map(({ name }) => name)
}

const DAY = /^\d{4}-\d\d-\d\d$/

function nextTick(timer: Timer, item: Timed, since: number): number | undefined {
  if (!timer.in.includes(item.state) || (timer.when && !timer.when(item.data))) return undefined
  let base = item.enteredAt.getTime()
  if (timer.at) {
    const given = timer.at(item.data)
    if (!given) return undefined
    base = Date.parse(DAY.test(given) ? `${given}T00:00:00Z` : given)
  }
  const first = base + msOf(timer.after ?? {}) - msOf(timer.before ?? {})
  if (first > since) return first
  if (!timer.every) return undefined
  const step = msOf(timer.every)
  const n = Math.floor((since - first) / step) + 1
  return n < (timer.times ?? 100) ? first + n * step : undefined
}
