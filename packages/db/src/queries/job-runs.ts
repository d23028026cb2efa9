import type { JobFigures } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { prepared } from '../statements.ts'

export interface RunStart {
  id: string
  jobId: string
  task: string
  attempt: number
  processId: string
  payload: unknown
  startedAt: Date
}

/** Resolves when the row is on its way; `onRecord` when it is there. */
export function startRun(db: Db, run: RunStart): Promise<{ onRecord: Promise<void> }> {
  const { id, jobId, task, attempt, processId, payload, startedAt } = run
  const insert = sql`
    insert into job_runs (id, job_id, task, attempt, process_id, payload, started_at)
    values (${id}, ${jobId}, ${task}, ${attempt}, ${processId}, ${JSON.stringify(payload)}::jsonb, ${startedAt})`
  return new Promise((sent, failed) => {
    db.connection()
      .execute(async (session) => {
        const onRecord = prepared(session, insert).then(() => {})
        sent({ onRecord })
        await onRecord
      })
      .catch(failed)
  })
}

export interface RunEnd {
  id: string
  finishedAt: Date
  outcome: 'ok' | 'failed'
  error: string | null
}

export async function finishRuns(db: Db, runs: RunEnd[]): Promise<void> {
  if (runs.length === 0) return
  await sql`
    with ended as (
      update job_runs j set finished_at = r."finishedAt", outcome = r.outcome, error = r.error
      from json_to_recordset(${JSON.stringify(runs)}::json) as r(id uuid, "finishedAt" timestamptz, outcome text, error text)
      where j.id = r.id and j.outcome is null
      returning j.task, j.outcome, j.finished_at, extract(epoch from j.finished_at - j.started_at) * 1000 as ms
    )
    insert into job_minutes (minute, task, outcome, power, runs)
    select date_trunc('minute', finished_at), task, outcome, floor(log(2, greatest(ms, 1)))::smallint, count(*)
    from ended group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (minute, task, outcome, power) do update set runs = job_minutes.runs + excluded.runs`.execute(
    db,
  )
}

/**
 * Ends the runs that dead processes left open. Where the process still held the job the run has `crashed`; otherwise it
 * had ended, and only the news of it was lost. Returns how often each crashed job has crashed by now.
 */
export async function crashRuns(
  tx: Tx,
  processIds: string[],
  now: Date,
): Promise<{ jobId: string; crashes: number }[]> {
  const { rows } = await sql<{ jobId: string; crashes: number }>`
    with open as (
      select r.id, j.id is null as done, coalesce(j.locked_by = r.process_id, false) as held, j.last_error
      from job_runs r left join graphile_worker.jobs j on j.id = r.job_id
      where r.process_id = any(${processIds}) and r.outcome is null
    ),
    ended as (
      update job_runs r set finished_at = ${now},
        outcome = case when done then 'ok' when held then 'crashed' else 'failed' end,
        error = case when done then null when held then 'The worker process died.' else last_error end
      from open where r.id = open.id returning r.job_id, r.outcome
    )
    select c.job_id::text as "jobId", (1 + (select count(*) from job_runs r where r.job_id = c.job_id and r.outcome = 'crashed'))::int as crashes
    from (select distinct job_id from ended where outcome = 'crashed') c`.execute(tx)
  return rows
}

/** How often a job has brought its worker down. */
export async function countCrashes(db: Db, jobId: string): Promise<number> {
  const { rows } = await sql<{ crashes: number }>`
    select count(*)::int as crashes from job_runs where job_id = ${jobId} and outcome = 'crashed'`.execute(db)
  return rows[0]!.crashes
}

/** Ends the runs that a living process gives up, for a reason that lies with the process. Returns their jobs. */
export async function abandonRuns(tx: Tx, processId: string, reason: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ jobId: string }>`
    update job_runs set finished_at = ${now}, outcome = 'failed', error = ${reason}
    where process_id = ${processId} and outcome is null returning job_id::text as "jobId"`.execute(tx)
  return rows.map((row) => row.jobId)
}

/**
 * Gives the jobs that workers held back to the living. Taking a job counts as an attempt; those that are not among
 * `begun` had only been waiting their turn, and get it back.
 */
export async function unlockJobs(tx: Tx, workerIds: string[], begun: string[]): Promise<void> {
  const { rows } = await sql<{ ids: string[]; attempts: number }>`
    select array_agg(id::text) as ids, attempts from graphile_worker.jobs
    where locked_by = any(${workerIds}) and attempts > 0 and not id = any(${begun}::bigint[]) group by attempts`.execute(
    tx,
  )
  await sql`select graphile_worker.force_unlock_workers(${workerIds}::text[])`.execute(tx)
  for (const { ids, attempts } of rows)
    await sql`select graphile_worker.reschedule_jobs(${ids}::bigint[], attempts => ${attempts - 1}::int)`.execute(
      tx,
    )
}

/** Workers that hold jobs but are not listed, and so would hold them for hours: they died before they were. */
export async function listUnknownHolders(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct locked_by as id from graphile_worker.jobs j
    where locked_at < now() - interval '30 seconds' and not exists (select from processes p where p.id = j.locked_by)`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/**
 * Sets jobs aside for good; the reason shows as their last error. A job that a worker still holds is left alone. Returns
 * those that were set aside.
 */
export async function setJobsAside(db: Db, jobIds: string[], reason: string): Promise<string[]> {
  if (jobIds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id::text as id from graphile_worker.permanently_fail_jobs(${jobIds}::bigint[], ${reason})`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

export async function jobFigures(db: Db, now: Date): Promise<JobFigures> {
  const ended = (outcome: RunEnd['outcome'] | 'crashed') => sql`(
    select count(*) from job_runs where finished_at > ${now}::timestamptz - interval '1 hour' and outcome = ${outcome})::int`
  const { rows } = await sql<
    Omit<JobFigures, 'lastHour'> & { ok: number; failedRuns: number; crashed: number }
  >`
    select count(*) filter (where locked_at is null and run_at <= now() and attempts < max_attempts)::int as ready,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and run_at > now() and attempts < max_attempts)::int as later,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed,
      coalesce(extract(epoch from now() - min(run_at) filter (where locked_at is null and run_at <= now() and attempts < max_attempts)) * 1000, 0)::int as "oldestMs",
      ${ended('ok')} as ok, ${ended('failed')} as "failedRuns", ${ended('crashed')} as crashed
    from graphile_worker.jobs`.execute(db)
  const { ok, failedRuns, crashed, ...figures } = rows[0]!
  return { ...figures, lastHour: { ok, failed: failedRuns, crashed } }
}
