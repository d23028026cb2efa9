import type { JobDefinition } from '@belfry/shared/jobs'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from './schema.ts'
import { send } from './statements.ts'

/**
 * The only way to make a job. It takes the transaction of the change that causes the job, so the job exists if and
 * only if that change does. The payload is checked here and again by the task. With `when`, only if that holds. A delay is
 * counted by Postgres: by its clock workers see what is due.
 */
export async function enqueue<Payload extends z.ZodType>(
  tx: Tx,
  job: JobDefinition<string, Payload>,
  payload: z.input<Payload>,
  { delayMs, when }: { delayMs?: number; when?: RawBuilder<boolean> } = {},
): Promise<void> {
  await send(
    tx,
    sql`select graphile_worker.add_job(
    identifier => ${job.name}, payload => ${JSON.stringify(job.payload.parse(payload))}::json,
    run_at => now() + ${delayMs ?? null}::int * interval '1 millisecond', max_attempts => ${job.maxAttempts}::int, job_key => ${job.key ?? null},
    priority => ${job.priority ?? 0}::int, job_key_mode => 'preserve_run_at')
    where ${when ?? sql`true`}`,
  )
}

/**
 * Several jobs that follow from one thing and carry the same: one statement. They have no keys. `only` is asked of each, as
 * `s`, where some depend on what the database knows.
 */
export async function enqueueAll<Payload extends z.ZodType>(
  tx: Tx,
  jobs: JobDefinition<string, Payload>[],
  payload: z.input<Payload>,
  only: RawBuilder<boolean> = sql`true`,
): Promise<void> {
  const specs = jobs.map((job) => ({
    identifier: job.name,
    payload: job.payload.parse(payload),
    max_attempts: job.maxAttempts,
    priority: job.priority ?? 0,
  }))
  await send(
    tx,
    sql`select graphile_worker.add_jobs(array(
      select s from json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json) s
      where ${only}))`,
  )
}

/** Many jobs of one kind: one statement, however many. */
export async function enqueueEach<Payload extends z.ZodType>(
  tx: Tx,
  job: JobDefinition<string, Payload>,
  payloads: z.input<Payload>[],
): Promise<void> {
  if (payloads.length === 0) return
  const parsed = JSON.stringify(payloads.map((payload) => job.payload.parse(payload)))
  await sql`select ${jobsFrom(job, sql`select payload from json_array_elements(${parsed}::json) payload`)}`.execute(
    tx,
  )
}

/**
 * The same inside a statement that also writes what causes the jobs: `payloads` is a query of one json column, and the
 * value is how many jobs were made.
 */
export const jobsFrom = (job: JobDefinition, payloads: RawBuilder<unknown>): RawBuilder<number> => sql`
  (select count(j.id) from (select array_agg(
      row(${job.name}, payload, null, null, ${job.maxAttempts}::int, null, ${job.priority ?? 0}::int, null)::graphile_worker.job_spec) as specs
    from (${payloads}) p(payload)) s
    -- Workers are woken even for no jobs at all.
    cross join lateral (select id from graphile_worker.add_jobs(s.specs) where s.specs is not null) j)`
