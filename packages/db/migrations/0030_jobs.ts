import { type Kysely, sql } from 'kysely'

/** The history of jobs is found by what they carried, and counted as it is written. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index job_runs_troubled on job_runs (id) where outcome in ('failed', 'crashed');
    create index job_runs_event on job_runs ((payload ->> 'eventId'), id) where payload ? 'eventId';
    create index job_runs_case on job_runs ((payload ->> 'caseId'), id) where payload ? 'caseId';
    create index job_runs_delivery on job_runs ((payload ->> 'deliveryId'), id) where payload ? 'deliveryId';
    create index job_runs_endpoint on job_runs ((payload ->> 'endpointId'), id) where payload ? 'endpointId';
    create index job_runs_person on job_runs ((payload ->> 'personId'), id) where payload ? 'personId';

    create table job_minutes (
      minute timestamptz not null,
      task text not null,
      outcome text not null,
      -- The runs took at least 2 to this power milliseconds, and less than twice that.
      power smallint not null,
      runs integer not null,
      primary key (minute, task, outcome, power)
    );
  `.execute(db)
}
