import type { Db, Tx } from '@belfry/db'
import { makeAuditPartitions } from '@belfry/db/queries/audit'
import {
  type DeliveryToSend,
  type Settlement,
  beginAttempts,
  putInMailbox,
} from '@belfry/db/queries/deliveries'
import { lockDueMail } from '@belfry/db/queries/mail-due'
import { beginPush, settlePush } from '@belfry/db/queries/push'
import { removeOld } from '@belfry/db/queries/retention'
import { beginReset } from '@belfry/engine/access'
import { expireSendings, sendDue } from '@belfry/engine/announcements'
import { redactTrail, sealAudit, signingKeyFrom, writeAudit, writeAudits } from '@belfry/engine/audit'
import { tellRun, workOn } from '@belfry/engine/bulk'
import { checkStage, closeChildren, runDue } from '@belfry/engine/cases'
import { settle } from '@belfry/engine/mail'
import {
  deliverHeld,
  expireOld,
  fanOut,
  releaseInTurn,
  tellRefusals,
  wakeSnoozed,
} from '@belfry/engine/notify'
import { assignByRule } from '@belfry/engine/together'
import { type CallOutcome, callDue, nextRound, tellEndpoints } from '@belfry/engine/webhooks'
import { clock } from '@belfry/shared'
import { type Jobs, jobs } from '@belfry/shared/jobs'
import { sql } from 'kysely'

export interface QueuedJob {
  task: string
  payload: Record<string, unknown>
}

/** Signs the checkpoints of tests. */
export const signingKey = signingKeyFrom('only-for-tests-and-therefore-no-secret-at-all')

/** Jobs that wait, in the order in which they were made; those that wait for a later time are among them. */
export const queuedJobs = async (db: Db): Promise<QueuedJob[]> =>
  (await listWaiting(db)).map(({ task, payload }) => ({ task, payload }))

/**
 * Does the work of every queued job by the verbs that the worker's tasks call, and of the jobs that follow from these,
 * until none is left. Mails go to the mailbox as they are. A job whose work fails stays, and its error is thrown. A worker
 * that runs meanwhile does the jobs that it takes first.
 */
export async function runJobs(db: Db): Promise<void> {
  let waiting = await listWaiting(db)
  while (waiting.length > 0) {
    for (const { id, task, payload } of waiting) {
      if (!(await take(db, id))) continue
      try {
        await perform(db, task, payload)
      } catch (error) {
        await sql`select graphile_worker.force_unlock_workers(array['runJobs'])`.execute(db)
        throw error
      }
      // graphile-worker's own functions pass over jobs that are held.
      await sql`delete from graphile_worker._private_jobs where id = ${id}::bigint and locked_by = 'runJobs'`.execute(
        db,
      )
    }
    waiting = await listWaiting(db)
  }
}

/** Holds a job, so that no worker does it too. */
async function take(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`
    update graphile_worker._private_jobs set locked_at = now(), locked_by = 'runJobs'
    where id = ${id}::bigint and locked_at is null returning id`.execute(db)
  return rows.length > 0
}

// The public view of graphile-worker leaves the payload out.
async function listWaiting(db: Db): Promise<(QueuedJob & { id: string })[]> {
  const { rows } = await sql<QueuedJob & { id: string }>`
    select j.id::text, t.identifier as task, j.payload
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.locked_at is null and j.attempts < j.max_attempts order by j.id`.execute(db)
  return rows
}

const works: { [K in keyof typeof jobs]: (db: Db, payload: Jobs[K]) => Promise<void> } = {
  assignCase: (db, { caseId }) => db.transaction().execute((tx) => assignByRule(tx, caseId)),
  beginReset: (db, { eventId }) => db.transaction().execute((tx) => beginReset(tx, eventId)),
  checkStage: (db, { caseId }) => db.transaction().execute((tx) => checkStage(tx, caseId)),
  cleanUp: async (db) => {
    await makeAuditPartitions(db, clock.now())
    await removeOld(db, clock.now())
    await expireOld(db)
  },
  closeChildren: (db, { caseId }) => closeChildren(db, caseId),
  fanOut: (db, { eventId }) => fanOut(db, eventId),
  keepCheckpoint: () => Promise.resolve(),
  readBounces: () => Promise.resolve(),
  redactAudit: (db, { personId }) => redactTrail(db, signingKey, personId),
  runBulk: (db, { runId }) => workOn(db, runId, new AbortController().signal),
  runDue: async (db) => {
    await runDue(db)
    await sendDue(db)
    await expireSendings(db)
    await wakeSnoozed(db)
    await deliverHeld(db)
    await releaseInTurn(db)
    await callDue(db)
  },
  sealAudit: async (db) => {
    let more = true
    while (more) ({ more } = await db.transaction().execute((tx) => sealAudit(tx, signingKey)))
  },
  sendMail: sendToMailbox,
  // As if each browser's push service had taken it.
  sendPush: async (db, { deliveryId }) => {
    const push = await db.transaction().execute((tx) => beginPush(tx, deliveryId, 'nobody', clock.now()))
    if (!push) return
    const outcome = { taken: push.devices.map(({ id }) => id), gone: [], error: null, again: false }
    await db.transaction().execute((tx) => settlePush(tx, push, outcome, clock.now()))
  },
  // As if each endpoint had taken it.
  sendWebhooks: async (db, { endpointId }) => {
    const taken = { ok: true, gone: false, status: 200, response: '', error: null, retryAfterS: null }
    let outcomes: CallOutcome[] = []
    do {
      const round = { endpointId, holder: 'runJobs', outcomes }
      const batch = await db.transaction().execute((tx) => nextRound(tx, round))
      outcomes = batch.map((sent) => ({ sent, ...taken }))
    } while (outcomes.length > 0)
  },
  tellBulk: (db, end) => tellRun(db, end),
  tellEndpoints: (db, told) => db.transaction().execute((tx) => tellEndpoints(tx, told)),
  tellRefusals: (db) => db.transaction().execute(tellRefusals),
  writeAudit: (db, { eventId }) => db.transaction().execute((tx) => writeAudit(tx, eventId)),
  writeAudits: (db, { eventIds }) => db.transaction().execute((tx) => writeAudits(tx, eventIds)),
}

async function perform(db: Db, task: string, payload: Record<string, unknown>): Promise<void> {
  const names = Object.keys(jobs) as (keyof typeof jobs)[]
  const name = names.find((key) => jobs[key].name === task)
  if (!name) throw new Error(`There is no job called ${task}.`)
  await works[name](db, jobs[name].payload.parse(payload) as never)
}

/** What the worker does, with the message for a body instead of a rendered template. */
async function sendToMailbox(db: Db): Promise<void> {
  let sent = 0
  do {
    sent = await db.transaction().execute(async (tx) => {
      const due = await lockDueMail(tx, clock.now(), 100)
      const chosen = due.map(({ id }) => ({ id, provider: 'mailbox' }))
      const trier = { processId: 'runJobs', domain: 'belfry.test' }
      for (const mail of await beginAttempts(tx, chosen, trier, clock.now())) await putDelivery(tx, mail)
      return due.length
    })
  } while (sent > 0)
}

async function putDelivery(tx: Tx, delivery: DeliveryToSend): Promise<void> {
  const { id, attempt, messageId, person, message, event, digest } = delivery
  const mail = {
    sender: 'Belfry <belfry@belfry.test>',
    recipient: `${person.name} <${person.email}>`,
    subject: digest ? `Digest of ${digest.total}` : (message?.title ?? event!.type),
    messageId,
    html: '',
    text: digest ? digest.items.map(({ title }) => title).join('\n') : (message?.body ?? ''),
  }
  await putInMailbox(tx, id, mail, clock.now())
  const nothing = { response: null, code: null, error: null, nextAt: null, boundTo: null }
  const settlement: Settlement = {
    ...nothing,
    id,
    attempt,
    outcome: 'sent',
    state: 'sent',
    providerId: messageId,
    rounds: 0,
    passed: [],
    refusedBy: [],
    suppress: false,
  }
  await settle(tx, [settlement], clock.now())
}
