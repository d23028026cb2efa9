import type { Db, Schema } from '@belfry/db'
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Plan Rows': number
  Plans?: Node[]
}

/** Looks at how the database would answer what a query asks. */
export function planner(pool: Pool) {
  const asked: CompiledQuery[] = []
  const db: Db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      asked.push(query)
    },
  })
  return {
    db,
    /** The nodes of the plan of the first statement, or another one, outermost first: `Limit`, `Index Scan cases_open` … */
    async planOf(ask: () => Promise<unknown>, place = 0): Promise<string[]> {
      asked.length = 0
      await ask()
      const first = asked[place]!
      const { rows } = await db.executeQuery<{ 'QUERY PLAN': { Plan: Node }[] }>({
        ...first,
        sql: `explain (format json) ${first.sql}`,
      } as CompiledQuery<{ 'QUERY PLAN': { Plan: Node }[] }>)
      const names = (node: Node): string[] => [
        [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' ') +
          // A sort of a page is none to speak of.
          (node['Node Type'].endsWith('Sort') && node['Plan Rows'] <= 500 ? ' of a few' : ''),
        ...(node.Plans ?? []).flatMap(names),
      ]
      return names(rows[0]!['QUERY PLAN'][0]!.Plan)
    },
  }
}
