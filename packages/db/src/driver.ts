import type { Writable } from 'node:stream'
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type pg from 'pg'

/** How a statement is to be executed, beside its text; see statements.ts. */
export interface Manner {
  /** The server keeps its plan under this name, for as long as the session lasts. */
  name?: string
  /** In a transaction its answer is waited for at the commit only. */
  behind?: boolean
}

/**
 * Kysely's dialect, with fewer round trips: `begin` travels with the first statement of a transaction, and `commit` with
 * the last ones. The pool's sessions must pipeline.
 */
export class PipeliningDialect extends PostgresDialect {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): Driver {
    return new PipeliningDriver(this.#pool)
  }
}

class PipeliningDriver implements Driver {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  init = (): Promise<void> => Promise.resolve()
  acquireConnection = async (): Promise<Session> => new Session(await this.#pool.connect())
  beginTransaction = (session: Session, settings: TransactionSettings): Promise<void> =>
    session.begin(settings)
  commitTransaction = (session: Session): Promise<void> => session.commit()
  rollbackTransaction = (session: Session): Promise<void> => session.rollback()
  releaseConnection = (session: Session): Promise<void> => Promise.resolve(session.release())
  destroy = (): Promise<void> => this.#pool.end()
}

/** A session of the pool for as long as somebody uses it. */
class Session implements DatabaseConnection {
  readonly #client: pg.PoolClient
  #inTransaction = false
  /** Statements of this transaction that nobody waits for, oldest first. */
  #behind: Promise<unknown>[] = []
  #isHeld = false
  #isBroken = false

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql: text, parameters, name, behind } = query as CompiledQuery & Manner
    const ask = () => this.#client.query<never>({ text, values: [...parameters], ...(name ? { name } : {}) })
    if (behind && this.#inTransaction) {
      this.#leave(ask)
      return { rows: [] }
    }
    const result = await this.#ask(ask).catch((error: unknown) => this.#firstTrouble(error))
    // Answers come in order: what was left behind before this has ended, too. A `begin` that failed must not go unnoticed.
    await Promise.all(this.#behind)
    this.#behind = []
    const { command, rowCount, rows } = result
    const isChange = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command)
    return { rows, ...(isChange ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Sessions that pipeline do not stream.')
  }

  begin({ isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : ''
    this.#inTransaction = true
    this.#leave(() => this.#client.query(`begin${level}${accessMode ? ` ${accessMode}` : ''}`))
    return Promise.resolve()
  }

  async commit(): Promise<void> {
    this.#inTransaction = false
    const committed = this.#ask(() => this.#client.query('commit'))
    try {
      await Promise.all([...this.#behind, committed])
      this.#behind = []
    } catch (error) {
      await committed.catch(() => {}) // the session is used again only when it has answered
      throw error
    }
    // Postgres answers so where an earlier error was passed over.
    if ((await committed).command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false
    this.#behind = []
    await this.#ask(() => this.#client.query('rollback')).catch((error: unknown) => {
      this.#isBroken = true
      throw error
    })
  }

  release(): void {
    this.#client.release(this.#isBroken)
  }

  /** The statement is on its way with the next one that is waited for: one packet, and one turn of the server. */
  #leave(ask: () => Promise<unknown>): void {
    if (!this.#isHeld) this.#stream.cork()
    this.#isHeld = true
    const statement = ask()
    statement.catch(() => {}) // whoever waits next learns of it
    this.#behind.push(statement)
  }

  #ask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = ask()
    if (this.#isHeld) this.#stream.uncork()
    this.#isHeld = false
    return answer
  }

  get #stream(): Writable {
    return (this.#client as unknown as { connection: { stream: Writable } }).connection.stream
  }

  /** The reason why a transaction is aborted, rather than that it is. */
  async #firstTrouble(error: unknown): Promise<never> {
    await Promise.all(this.#behind)
    throw error
  }
}
