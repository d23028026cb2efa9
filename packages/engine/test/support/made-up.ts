import type { Db } from '@belfry/db'
import { type Actor, newId } from '@belfry/shared'
import type { Field } from '@belfry/shared/machine'
import { sql } from 'kysely'

const MIME = {
  pdf: 'application/pdf',
  image: 'image/png',
  text: 'text/plain',
} as const

/** Values that fields of a form take: times and days rise from field to field, so that ends come after beginnings. */
export class MadeUp {
  readonly #db: Db
  readonly #holders: (role: string | null, asker: Actor, mine: boolean) => string | undefined
  #count = 0
  /** Days that lie months apart; else decades, for rules like an age. */
  isNarrow = true

  constructor(db: Db, holders: (role: string | null, asker: Actor, mine: boolean) => string | undefined) {
    this.#db = db
    this.#holders = holders
  }

  /** Everything that was asked for, filled in so that nothing is wrong with any one field. */
  async fill(asked: Field[], asker: Actor): Promise<Record<string, unknown>> {
    const data: Record<string, unknown> = {}
    for (const [place, field] of asked.entries()) data[field.name] = await this.#value(field, place, asker)
    return data
  }

  async #value(field: Field, place: number, asker: Actor): Promise<unknown> {
    this.#count += 1
    switch (field.kind) {
      case 'text':
        return `Some ${this.#count % 1000}`
      case 'link':
        return 'https://example.test/report'
      case 'number':
        return Math.min(field.max ?? 1e6, Math.max(field.min ?? 0, 1 + (this.#count % 5)))
      case 'money':
        return this.#count * 100
      case 'yesNo':
        return this.#count % 2 === 0
      case 'date':
        return this.isNarrow ? `2027-0${1 + Math.min(place, 8)}-11` : `${1990 + place * 10}-01-11`
      case 'moment':
        return `2027-01-11T${String(6 + place).padStart(2, '0')}:00:00Z`
      case 'choice':
        return field.options[this.#count % field.options.length]
      case 'person':
        return this.#holders(field.role, asker, field.mine)
      case 'scope':
        return this.#count % 3 === 0 ? 'south' : 'north'
      case 'file':
        return this.#file(MIME[field.accept.find((kind) => kind in MIME) as keyof typeof MIME], asker)
      case 'recurrence':
        return { every: 'day', interval: 1, weekdays: [], until: '2027-01-20', except: [] }
      case 'list':
        return [await this.fill(field.of, asker)]
    }
  }

  async #file(type: string, asker: Actor): Promise<string> {
    const id = newId()
    await sql`insert into files (id, uploaded_by, name, declared_size, received, state, type, size, sha256, storage_key, created_at, ready_at)
      values (${id}, ${asker.id}, 'made-up', 3, 3, 'ready', ${type}, 3, repeat('0', 64), ${id}, now(), now())`.execute(
      this.#db,
    )
    return id
  }
}
