import { type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from './schema.ts'
import { send } from './statements.ts'

/** The one channel that every API process listens on. */
export const channel = 'belfry'

/** What is said there: ids and little else, since Postgres takes less than 8,000 bytes and every process hears all of it. */
export type Signal =
  /** These inboxes changed. */
  | { kind: 'inbox'; people: string[] }
  /**
   * These people were told of an event: each with the new revision and unread count of his inbox. With the message itself
   * where there is room, so that few people hear of it at once; for many it is read once by each process.
   */
  | {
      kind: 'told'
      eventId: string
      variant: number
      people: [id: string, rev: number, unread: number][]
      message?: SaidMessage
    }
  | { kind: 'case'; caseId: string; workflow: string; scope: string | null }
  /** Who has these cases open has changed. */
  | { kind: 'presence'; cases: string[] }
  | { kind: 'session_ended'; sessionId: string }
  | { kind: 'rights_changed'; personId: string }
  /** A bulk run has come further. */
  | { kind: 'bulk'; runId: string }
  /** Something was switched on or off. */
  | { kind: 'flags' }
  /** Something happened to mails or to who carries them. */
  | { kind: 'mail' }
  | { kind: 'close_connection'; connectionId: string }
  | { kind: 'self_test'; nonce: string }

/** A message as its table has it, with its time in ISO 8601. */
export type SaidMessage = Omit<Selectable<Schema['messages']>, 'created_at'> & { created_at: string }

/** Said when the transaction commits, and never otherwise. */
export async function notify(db: Db, signal: Signal): Promise<void> {
  const statement = sql`select pg_notify(${channel}, ${JSON.stringify(signal)})`
  await (db.isTransaction ? send(db as Tx, statement) : statement.execute(db))
}
