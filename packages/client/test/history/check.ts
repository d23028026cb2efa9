import type { NotificationState } from '@belfry/shared/wire'

/** What a reader was told, in the order in which he was told it. */
export type Heard =
  | { kind: 'hello'; position: string; reset: boolean }
  | {
      kind: 'changes'
      position: string
      unread: number
      items: { id: string; state: NotificationState }[]
    }

/** One change of a notification of this person, as the database committed it. */
export interface Change {
  rev: number
  id: string
  state: NotificationState
}

export interface Inbox {
  epoch: number
  rev: number
  unread: number
  /** Every change there was, by revision. */
  changes: Change[]
}

/** Of so many on, one read may have left out others. */
const FULL_READ = 200

/**
 * What is wrong with what a reader was told. From one position to the next he has to hear of every notification that changed
 * in between, once, in the order of revisions, in the state it had then, and with the number of unread ones at that moment;
 * what changed again later may be left out there, since it is in what comes later. At the end he has what the database has.
 */
export function faultsOf(heard: Heard[], inbox: Inbox): string[] {
  const faults: string[] = []
  const say = (fault: string) => void faults.push(fault)
  const told = new Map<string, NotificationState>()
  const ledger = new Ledger(inbox.changes)
  let start: number | undefined
  let at = 0
  let unread: number | undefined

  for (const event of heard) {
    const [epoch, rev] = event.position.split('.').map(Number) as [number, number]
    if (epoch !== inbox.epoch) say(`${event.position} is of another epoch`)
    if (event.kind === 'hello') {
      if (event.reset) say(`reset at ${rev}`)
      if (start !== undefined && rev !== at) say(`it went on at ${rev} instead of ${at}`)
      start ??= rev
      at = rev
      continue
    }
    if (start === undefined) say('news came before hello')
    if (rev <= at) say(`${rev} came after ${at}`)
    const due = ledger.between(at, rev)
    let last = 0
    for (const { id, state } of event.items) {
      const change = due.get(id)
      if (!change) say(`${id} came at ${rev} and was no news`)
      else {
        if (change.state !== state) say(`${id} was ${change.state} at ${change.rev}, not ${state}`)
        if (change.rev < last) say(`${id} came out of order at ${rev}`)
        last = Math.max(last, change.rev)
      }
      due.delete(id)
      told.set(id, state)
    }
    for (const { id, rev: missed } of due.values())
      if (ledger.last(id)!.rev <= rev) say(`the change of ${id} at ${missed} is missing`)
    const isWhole = due.size === 0 && event.items.length < FULL_READ
    if (isWhole && event.unread !== ledger.unreadAt(rev))
      say(`${event.unread} unread at ${rev} instead of ${ledger.unreadAt(rev)}`)
    at = rev
    unread = event.unread
  }

  if (start === undefined) return ['he heard nothing at all']
  if (at !== inbox.rev) say(`he is at ${at}, the inbox at ${inbox.rev}`)
  if (unread !== undefined && unread !== inbox.unread) say(`${unread} unread in the end, not ${inbox.unread}`)
  for (const { id, state } of ledger.since(start))
    if (!told.has(id)) say(`never heard of ${id}`)
    else if (told.get(id) !== state) say(`${id} is ${state} in the end, not ${told.get(id)}`)
  return faults
}

class Ledger {
  readonly #changes: Change[]
  readonly #last = new Map<string, Change>()
  readonly #unread = new Map<number, number>()

  constructor(changes: Change[]) {
    this.#changes = changes
    let unread = 0
    for (const change of changes) {
      const before = this.#last.get(change.id)?.state
      unread += Number(change.state === 'unread') - Number(before === 'unread')
      this.#last.set(change.id, change)
      this.#unread.set(change.rev, unread)
    }
  }

  /** What changed after the one position and up to the other, each as it was last. */
  between(from: number, to: number): Map<string, Change> {
    return new Map(
      this.#changes.filter(({ rev }) => rev > from && rev <= to).map((change) => [change.id, change]),
    )
  }

  last(id: string): Change | undefined {
    return this.#last.get(id)
  }

  since(rev: number): Change[] {
    return [...this.#last.values()].filter((change) => change.rev > rev)
  }

  unreadAt(rev: number): number | undefined {
    return this.#unread.get(rev)
  }
}
