import type { Pool } from 'pg'
import { onTestFinished } from 'vitest'
import { type BelfryClient, type ClientOptions, createClient } from '../../src/index.ts'
import type { Heard } from './check.ts'
import { type Officer, stateOf } from './people.ts'

export interface Reader {
  personId: string
  heard: Heard[]
}

/** A program that follows its inbox by our own client. */
export function follow(
  { id, token }: Officer,
  options: Pick<ClientOptions, 'url' | 'transport'>,
): Reader & { client: BelfryClient } {
  const client = createClient({ token, ...options })
  onTestFinished(() => client.close())
  const heard: Heard[] = []
  client.trpc.notifications.live.subscribe(undefined, {
    onError: (error) => heard.push({ kind: 'hello', position: error.message, reset: true }),
    onData: ({ id: position, data }) =>
      heard.push(
        data.kind === 'hello'
          ? { kind: 'hello', position, reset: data.reset }
          : {
              kind: 'changes',
              position,
              unread: data.unread,
              items: data.items.map((item) => ({ id: item.id, state: item.state })),
            },
      ),
  })
  return { personId: id, heard, client }
}

/**
 * A reader as one is easily written, and wrong: ids grow, so what is new has a greater one. What was begun earlier and is
 * committed later has a smaller one.
 */
export function followWrongly(pool: Pool, { id: personId }: Officer): Reader & { stop(): Promise<void> } {
  const heard: Heard[] = []
  let last = '00000000-0000-0000-0000-000000000000'
  let isOver = false
  const read = async () => {
    const { rows } = await pool.query<{ id: string | null; state: number; position: string; unread: number }>(
      `select n.event_id as id, n.state, i.epoch || '.' || i.rev as position, i.unread
      from inboxes i left join notifications n on n.person_id = i.person_id and n.event_id > $1
      where i.person_id = $2 order by n.event_id`,
      [last, personId],
    )
    const { position, unread } = rows[0]!
    const items = rows.flatMap(({ id, state }) => (id ? [{ id, state: stateOf(state) }] : []))
    if (heard.length === 0) heard.push({ kind: 'hello', position, reset: false })
    if (items.length === 0) return
    heard.push({ kind: 'changes', position, unread, items })
    last = items.at(-1)!.id
  }
  const reading = (async () => {
    while (!isOver) {
      await read().catch(() => {}) // the database is away
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  })()
  return {
    personId,
    heard,
    stop: () => {
      isOver = true
      return reading
    },
  }
}
