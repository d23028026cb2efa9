import { type Kysely, sql } from 'kysely'

/** People, what they may do, and better-auth's own tables (schema `auth`). A person and his account share one id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table people (
      id uuid primary key,
      name text not null,
      email text not null,
      locale text not null default 'en',
      theme text not null default 'system',
      sound boolean not null default true,
      created_at timestamptz not null default now(),
      deactivated_at timestamptz
    );
    create unique index people_email on people (lower(email));
    create index people_name on people (lower(name), id);

    -- A part of the organisation with people of its own, like station:north.
    create table scopes (
      id text primary key,
      kind text not null,
      name text not null,
      time_zone text not null default 'UTC'
    );
    create index scopes_kind on scopes (kind, name);

    create table role_grants (
      id uuid primary key,
      person_id uuid not null references people,
      role text not null,
      scope text references scopes,
      granted_by uuid,
      granted_at timestamptz not null default now(),
      revoked_at timestamptz
    );
    create unique index role_grants_live on role_grants (role, scope, person_id) nulls not distinct where revoked_at is null;
    create index role_grants_person on role_grants (person_id) where revoked_at is null;

    create schema auth;
    create table auth."user" (
      id uuid primary key,
      name text not null,
      email text not null unique,
      email_verified boolean not null default false,
      image text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create table auth.session (
      id uuid primary key,
      token text not null unique,
      user_id uuid not null references auth."user" on delete cascade,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index session_by_user on auth.session (user_id);
    create index session_by_expiry on auth.session (expires_at);
    create table auth.account (
      id uuid primary key,
      account_id text not null,
      provider_id text not null,
      user_id uuid not null references auth."user" on delete cascade,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index account_user on auth.account (user_id);
    create table auth.verification (
      id uuid primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index verification_identifier on auth.verification (identifier);

    -- Filled by rate-limiter-flexible; times are milliseconds.
    create unlogged table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint);
  `.execute(db)
}
