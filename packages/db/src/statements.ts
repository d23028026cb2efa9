import type { CompiledQuery, QueryResult } from 'kysely'
import type { Manner } from './driver.ts'
import type { Db, Tx } from './schema.ts'

/** What can be executed: `sql` as well as a query that was built. */
interface Statement<Row> {
  compile(db: Db): CompiledQuery<Row>
}

/**
 * Executes a statement that runs all the time: every session plans it a few times at most. For statements of few texts,
 * which name the columns they give: with `*`, a new column would make the kept plan useless.
 */
export const prepared = <Row>(db: Db, statement: Statement<Row>): Promise<QueryResult<Row>> =>
  execute(db, statement, {})

/**
 * Sends a prepared statement whose answer nobody needs, and does not wait: the commit goes out right behind it. If it
 * fails, the transaction fails with its error, at the next statement that is waited for or at the commit.
 */
export async function send(tx: Tx, statement: Statement<unknown>): Promise<void> {
  await execute(tx, statement, { behind: true })
}

function execute<Row>(db: Db, statement: Statement<Row>, manner: Manner): Promise<QueryResult<Row>> {
  const query = statement.compile(db)
  const name = nameOf(query.sql)
  return db.executeQuery<Row>({ ...query, ...manner, ...(name ? { name } : {}) } as CompiledQuery<Row>)
}

/**
 * A statement whose text is made once: writing a long one takes Kysely about as long as answering it takes Postgres. The
 * values go where they are put, and nothing may depend on them.
 */
export function written<Values extends unknown[], Row>(
  make: (db: Db, ...values: Values) => Statement<Row>,
): (...values: Values) => Statement<Row> {
  let query: CompiledQuery<Row> | undefined
  return (...values) => ({
    compile(db) {
      query ??= make(db, ...(values.map((_, place) => new Slot(place)) as unknown as Values)).compile(db)
      const parameters = query.parameters.map((value) =>
        value instanceof Slot ? values[value.place] : value,
      )
      return { ...query, parameters }
    },
  })
}

/** Stands for the value of that place while the text is made. */
class Slot {
  readonly place: number

  constructor(place: number) {
    this.place = place
  }
}

/** Each session keeps the plan of every name it has seen. */
const NAMES = 200
const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  let name = names.get(text)
  if (!name && names.size < NAMES) names.set(text, (name = `belfry_${names.size + 1}`))
  return name
}
