import { type JobState, type RunOutcome, payloadKeys } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { escapeLike } from './people.ts'

/** What jobs and runs are asked for; each part has an index of the history. */
export interface JobsQuery {
  /** One of these. */
  tasks?: string[] | undefined
  jobId?: string | undefined
  /** What the payload says under these keys. */
  payload: Partial<Record<(typeof payloadKeys)[number], string>>
  /** What it says under any of them. */
  carries: string[]
  error?: string | undefined
  worker?: string | undefined
}

export interface JobRow {
  id: string
  task: string
  state: JobState
  payload: Record<string, unknown>
  attempts: number
  maxAttempts: number
  priority: number
  runAt: Date
  createdAt: Date
  worker: string | null
  error: string | null
}

const stateOfJob = sql`case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'failed'
  when j.run_at <= now() then 'ready' when j.attempts > 0 then 'retrying' else 'later' end`

// The public view of graphile-worker leaves the payload out.
const ofJobs = sql`graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`

const all = (parts: (RawBuilder<unknown> | false | undefined)[]): RawBuilder<boolean> =>
  sql<boolean>`${sql.join([sql`true`, ...parts.filter((part) => part !== false && part !== undefined)], sql` and `)}`

/** Keys stand in the text of the query, or no index fits. */
const says = (row: string, key: (typeof payloadKeys)[number], value: string) =>
  sql`(${sql.ref(`${row}.payload`)} ->> ${sql.lit(key)} = ${value} and ${inHistory(row, key)})`
const inHistory = (row: string, key: string) => (row === 'r' ? sql`r.payload ? ${sql.lit(key)}` : sql`true`)

const asks = (row: 'j' | 'r', { payload, carries }: JobsQuery): RawBuilder<unknown>[] => [
  ...payloadKeys.flatMap((key) => (payload[key] === undefined ? [] : [says(row, key, payload[key])])),
  ...carries.map(
    (value) =>
      sql`(${sql.join(
        payloadKeys.map((key) => says(row, key, value)),
        sql` or `,
      )})`,
  ),
]

const jobsAsked = (query: JobsQuery, state: JobState | undefined): RawBuilder<boolean> =>
  all([
    query.tasks && sql`t.identifier = any(${query.tasks}::text[])`,
    query.jobId !== undefined && sql`j.id = ${query.jobId}::bigint`,
    query.error !== undefined && sql`j.last_error ilike ${`%${escapeLike(query.error)}%`}`,
    query.worker !== undefined && sql`j.locked_by = ${query.worker}`,
    state && sql`${stateOfJob} = ${state}`,
    ...asks('j', query),
  ])

/** Jobs that are not done, the newest first; one more than `limit` where there are more. */
export async function listJobs(
  db: Db,
  query: JobsQuery & { state?: JobState | undefined },
  { cursor, limit }: { cursor?: string | null | undefined; limit: number },
): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    select j.id::text, t.identifier as task, ${stateOfJob} as state, j.payload, j.attempts, j.max_attempts as "maxAttempts",
      j.priority, j.run_at as "runAt", j.created_at as "createdAt", j.locked_by as worker, j.last_error as error
    from ${ofJobs} where ${jobsAsked(query, query.state)}
      ${cursor ? sql`and j.id < ${cursor}::bigint` : sql``}
    order by j.id desc limit ${limit + 1}::int`.execute(db)
  return rows
}

export interface RunRow {
  id: string
  jobId: string
  task: string
  attempt: number
  worker: string
  payload: Record<string, unknown>
  startedAt: Date
  finishedAt: Date | null
  outcome: RunOutcome
  error: string | null
}

/** What workers did, the newest first; one more than `limit` where there are more. */
export async function listRuns(
  db: Db,
  query: JobsQuery & { outcome?: RunOutcome | undefined },
  { cursor, limit }: { cursor?: string | null | undefined; limit: number },
): Promise<RunRow[]> {
  const { tasks, jobId, error, worker, outcome } = query
  const { rows } = await sql<RunRow>`
    select r.id, r.job_id::text as "jobId", r.task, r.attempt, r.process_id as worker, coalesce(r.payload, '{}') as payload,
      r.started_at as "startedAt", r.finished_at as "finishedAt", coalesce(r.outcome, 'running') as outcome, r.error
    from job_runs r where ${all([
      tasks && (tasks.length === 1 ? sql`r.task = ${tasks[0]}` : sql`r.task = any(${tasks}::text[])`),
      jobId !== undefined && sql`r.job_id = ${jobId}::bigint`,
      worker !== undefined && sql`r.process_id = ${worker}`,
      outcome === 'running' && sql`r.outcome is null`,
      outcome !== undefined && outcome !== 'running' && sql`r.outcome = ${sql.lit(outcome)}`,
      // The few that went wrong have an index.
      (error !== undefined || outcome === 'failed' || outcome === 'crashed') &&
        sql`r.outcome in ('failed', 'crashed')`,
      error !== undefined && sql`r.error ilike ${`%${escapeLike(error)}%`}`,
      ...asks('r', query),
    ])}
      ${cursor ? sql`and r.id < ${cursor}::uuid` : sql``}
    order by r.id desc limit ${limit + 1}::int`.execute(db)
  return rows
}

/** The event that a job is about, and the case, by what it carries. */
export async function findAbout(
  db: Db,
  { eventId, caseId }: { eventId?: string | undefined; caseId?: string | undefined },
): Promise<{ eventType: string | null; caseId: string | null; caseTitle: string | null }> {
  const { rows } = await sql<{ eventType: string | null; caseId: string | null; caseTitle: string | null }>`
    select e.type as "eventType", c.id as "caseId", c.title as "caseTitle"
    from (select ${eventId ?? null}::uuid as event_id, ${caseId ?? null}::uuid as case_id) k
    left join events e on e.id = k.event_id left join cases c on c.id = coalesce(k.case_id, e.case_id)`.execute(
    db,
  )
  return rows[0]!
}

/** Those of the jobs that match and that no worker holds, at most so many: the newest. */
const held = (which: RawBuilder<boolean>, limit: number) =>
  sql`coalesce((select array_agg(id) from (select j.id from ${ofJobs} where ${which} and j.locked_at is null
    order by j.id desc limit ${limit}::int) j), '{}')`

export type WhichRows = { ids: string[] } | (JobsQuery & { state?: JobState | undefined })

const matching = (which: WhichRows): RawBuilder<boolean> =>
  'ids' in which ? sql<boolean>`j.id = any(${which.ids}::bigint[])` : jobsAsked(which, which.state)

/** Has jobs run now; what had failed for good gets all its attempts anew. Returns the tasks of those that do. */
export async function retryJobs(tx: Tx, which: WhichRows, limit: number): Promise<string[]> {
  const { rows } = await sql<{ task: string }>`
    with due as (select unnest(${held(matching(which), limit)}) as id),
    failed as (select d.id from due d join graphile_worker._private_jobs j on j.id = d.id where j.attempts >= j.max_attempts),
    anew as (select * from graphile_worker.reschedule_jobs(array(select id from failed), run_at => now(), attempts => 0)),
    sooner as (select * from graphile_worker.reschedule_jobs(
      array(select id from due except select id from failed), run_at => now()))
    select t.identifier as task from (select task_id from anew union all select task_id from sooner) c
    join graphile_worker._private_tasks t on t.id = c.task_id`.execute(tx)
  return rows.map(({ task }) => task)
}

/** Removes jobs, those of some tasks excepted. Returns their tasks. */
export async function discardJobs(
  tx: Tx,
  which: WhichRows,
  except: readonly string[],
  limit: number,
): Promise<string[]> {
  const wanted = all([matching(which), sql`t.identifier <> all(${except}::text[])`])
  const { rows } = await sql<{ task: string }>`
    select t.identifier as task from graphile_worker.complete_jobs(${held(wanted, limit)}) c
    join graphile_worker._private_tasks t on t.id = c.task_id`.execute(tx)
  return rows.map(({ task }) => task)
}

/** Has jobs run at another time. Returns their tasks. */
export async function rescheduleJobs(tx: Tx, ids: string[], runAt: Date): Promise<string[]> {
  const { rows } = await sql<{ task: string }>`
    select t.identifier as task from graphile_worker.reschedule_jobs(${held(matching({ ids }), ids.length)},
      run_at => ${runAt}::timestamptz) c join graphile_worker._private_tasks t on t.id = c.task_id`.execute(
    tx,
  )
  return rows.map(({ task }) => task)
}

export const countByTask = async (db: Db): Promise<{ task: string; state: JobState; jobs: number }[]> =>
  (
    await sql<{ task: string; state: JobState; jobs: number }>`
      select t.identifier as task, ${stateOfJob} as state, count(*)::int as jobs from ${ofJobs} group by 1, 2`.execute(
      db,
    )
  ).rows

export interface MinuteRow {
  minute: Date
  task: string
  outcome: string
  power: number
  runs: number
}

/** Runs that ended since then, by the minute, task, outcome and how long they took. */
export const listMinutes = async (db: Db, since: Date): Promise<MinuteRow[]> =>
  (
    await sql<MinuteRow>`
      select minute, task, outcome, power, runs from job_minutes where minute >= ${since}::timestamptz
      order by minute`.execute(db)
  ).rows

/** When jobs last ran by the clock. */
export const listClock = async (db: Db): Promise<{ task: string; lastAt: Date | null }[]> =>
  (
    await sql<{ task: string; lastAt: Date | null }>`
      select identifier as task, last_execution as "lastAt" from graphile_worker._private_known_crontabs`.execute(
      db,
    )
  ).rows

export const countRunning = async (db: Db): Promise<{ worker: string; running: number }[]> =>
  (
    await sql<{ worker: string; running: number }>`
      select process_id as worker, count(*)::int as running from job_runs where outcome is null group by 1`.execute(
      db,
    )
  ).rows
