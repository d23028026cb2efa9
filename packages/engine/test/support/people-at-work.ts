import { act, getCase, runDue, viewWhole, readCase, submit } from '@belfry/engine/cases'
import { type Actor, clock } from '@belfry/shared'
import type { Case, SubmitInput } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'

type Who = { [K in keyof Given]: Given[K] extends Actor ? K : never }[keyof Given]
type More = { reason?: string; note?: string; data?: Record<string, unknown> }

/** What was told to whom: `{ reviewer: ['onboarding.submitted'] }`, in the order of the alphabet. */
export type News = Partial<Record<Who, string[]>>

/**
 * A fresh database with people who do one thing after another, on a clock of their own that moves on by a millisecond
 * whenever it is read. After each step all that follows from it is done.
 */
export async function atWork(beginning = '2026-03-02T09:00:00Z') {
  const { db, given } = await databaseWithPeople()
  let now = Date.parse(beginning)
  const real = clock.now
  clock.now = () => new Date(now++)
  onTestFinished(() => void (clock.now = real))
  const names = new Map(
    Object.entries(given).flatMap(([key, who]) => (typeof who === 'object' ? [[who.id, key as Who]] : [])),
  )

  const after = async <T>(step: Promise<T>): Promise<T> => {
    const done = await step
    await runJobs(db)
    return done
  }
  const seen = new Set<string>()
  return {
    db,
    given,
    files: (by: Actor, file?: Parameters<Given['file']>[1]) => given.file(by, file),
    submit: (by: Actor, input: Omit<SubmitInput, 'idempotencyKey'>): Promise<Case> =>
      after(inTx(db, (tx) => submit(tx, by, input))),
    act: (by: Actor, item: { id: string }, action: string, more: More = {}): Promise<Case> =>
      after(inTx(db, (tx) => act(tx, by, { caseId: item.id, action, ...more }))),
    look: (by: Actor, item: { id: string }): Promise<Case> => getCase(db, by, item.id),
    page: async (by: Actor, item: { id: string }) => viewWhole(db, await readCase(db, by, item.id), by),
    /** The case that hangs in this slot, the newest of several. */
    async child(item: { id: string }, slot: string, owner?: Actor): Promise<Case> {
      const row = await db
        .selectFrom('cases')
        .select('id')
        .where('parent_id', '=', item.id)
        .where('slot', '=', slot)
        .$if(owner !== undefined, (query) => query.where('owner_id', '=', owner!.id))
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      return getCase(db, given.admin, row.id)
    },
    /** Time goes by, and what is due happens every day. */
    async days(count: number): Promise<void> {
      for (let day = 0; day < count; day++) {
        now += 24 * 3_600_000
        await runDue(db)
        await runJobs(db)
      }
    },
    /** Everything that anybody was told since this was last asked. */
    async news(): Promise<News> {
      const { rows } = await sql<{ person: string; event: string; type: string }>`
        select n.person_id as person, n.event_id as event, m.type
        from notifications n join messages m on m.event_id = n.event_id and m.variant = n.variant
        order by m.type, n.event_id`.execute(db)
      const told: News = {}
      for (const { person, event, type } of rows) {
        const key = `${person} ${event}`
        if (seen.has(key)) continue
        seen.add(key)
        ;(told[names.get(person)!] ??= []).push(type)
      }
      return told
    },
    /** Subjects of the mails to somebody, oldest first. */
    async mails(to: Actor): Promise<string[]> {
      const { rows } = await sql<{ subject: string }>`
        select subject from mailbox where recipient like ${`${to.name} <%`} order by at`.execute(db)
      return rows.map(({ subject }) => subject)
    },
  }
}
