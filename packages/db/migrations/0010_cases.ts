import { type Kysely, sql } from 'kysely'

/** Child cases, stages, approvals by several people, and what happens to a case by itself at its time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table people add column if not exists supervisor_id uuid references people;
    create index if not exists people_supervisor on people (supervisor_id) where supervisor_id is not null;

    alter table cases
      add column parent_id uuid references cases,
      add column slot text,
      -- When it came into its state, and who took that step.
      add column entered_at timestamptz,
      add column decider_id uuid,
      -- When all that the stage needs was there.
      add column ready_at timestamptz,
      -- When something happens to it by itself next, and up to when that has been seen to.
      add column due_at timestamptz,
      add column timed_at timestamptz;
    update cases set entered_at = changed_at, timed_at = changed_at;
    alter table cases alter column entered_at set not null, alter column timed_at set not null;
    create index cases_parent on cases (parent_id, slot, id) where parent_id is not null;
    create index cases_due on cases (due_at) where due_at is not null;

    -- Who agreed to an action that takes several people; gone when the case moves on.
    create table case_approvals (
      case_id uuid not null references cases on delete cascade,
      action text not null,
      person_id uuid not null references people,
      at timestamptz not null,
      primary key (case_id, action, person_id)
    );
  `.execute(db)
}
