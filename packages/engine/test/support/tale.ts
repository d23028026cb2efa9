import { act, getCase, runDue, submit } from '@belfry/engine/cases'
import { type Actor, type Role, clock } from '@belfry/shared'
import { type Duration, msOf } from '@belfry/shared/machine'
import type { ActInput, Case, SubmitInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { inboxOf } from './inboxes.ts'

/** People of one's own and the words to tell what they do, in titles as they read them. After each sentence all that follows is done. */
export async function tale() {
  const { db, given } = await databaseWithPeople()
  const heard = new Map<string, number>()

  return {
    db,
    given,
    /** Somebody of these roles, everywhere; supervised by somebody. */
    async person(name: string, roles: Role[], supervisor?: Actor): Promise<Actor> {
      const grants = roles.map((role) => ({ role, scope: null }))
      const someone = await given.person({ name, grants })
      if (supervisor)
        await sql`update people set supervisor_id = ${supervisor.id} where id = ${someone.id}`.execute(db)
      return someone
    },
    async files(
      by: Actor,
      workflow: string,
      data: Record<string, unknown>,
      more: Partial<SubmitInput> = {},
    ): Promise<Case> {
      const filed = await inTx(db, (tx) => submit(tx, by, { workflow, data, ...more }))
      await runJobs(db)
      return filed
    },
    async does(by: Actor, item: Case, action: string, more: Partial<ActInput> = {}): Promise<Case> {
      const moved = await inTx(db, (tx) => act(tx, by, { caseId: item.id, action, ...more }))
      await runJobs(db)
      return moved
    },
    sees: (who: Actor, item: Case) => getCase(db, who, item.id),
    /** The titles of what somebody has been told since this was last asked, oldest first. */
    async news(who: Actor): Promise<string[]> {
      const all = (await inboxOf(db, who)).map(({ title }) => title).toReversed()
      const since = heard.get(who.id) ?? 0
      heard.set(who.id, all.length)
      return all.slice(since)
    },
    inbox: (who: Actor) => inboxOf(db, who),
    /** Time passes, and the worker looks at what is due. */
    async passes(time: Duration): Promise<void> {
      const real = clock.now
      onTestFinished(() => void (clock.now = real))
      const at = real().getTime() + msOf(time)
      clock.now = () => new Date(at)
      await runDue(db)
      await runJobs(db)
    },
  }
}
export type Tale = Awaited<ReturnType<typeof tale>>

/** The day so many days from now, as a form has it. */
export const dayIn = (days: number): string =>
  new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
