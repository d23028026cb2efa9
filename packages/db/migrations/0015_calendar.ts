import { type Kysely, sql } from 'kysely'

/** When cases take place, so that a calendar finds those of its days, however long ago something that recurs began. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table cases
      add column starts_at timestamptz,
      -- When the last of its dates is over, or a little later; never before it starts.
      add column until timestamptz;

    -- What forms took and Postgres does not, in years and zones, is in no calendar until its next step.
    create function pg_temp.moment(value text) returns timestamptz language sql as $$
      select case when value ~ '^(?!0000)[0-9]{4}-.*(Z|[+-](0[0-9]|1[0-4]):[0-9]{2})$' then value::timestamptz end $$;
    update cases set
      starts_at = pg_temp.moment(data ->> 'startsAt'),
      until = greatest(
        pg_temp.moment(data ->> 'startsAt'),
        pg_temp.moment(data ->> 'endsAt'),
        pg_temp.moment((data -> 'recurrence' ->> 'until') || 'T00:00Z') + interval '36 hours'
          + (pg_temp.moment(data ->> 'endsAt') - pg_temp.moment(data ->> 'startsAt')))
      where workflow = 'shift' and pg_temp.moment(data ->> 'startsAt') is not null;
    update cases set starts_at = pg_temp.moment(data ->> 'departsAt'), until = pg_temp.moment(data ->> 'departsAt')
      where workflow = 'trip';
    create index cases_calendar on cases using gist (tstzrange(starts_at, until, '[]')) where starts_at is not null;
  `.execute(db)
}
