import type { Db } from '@belfry/db'
import { readFlags } from '@belfry/engine/system'
import type { Flags } from '@belfry/shared/flags'

/** What is switched on, as this process knows it: read again whenever somebody switches, or may have unheard. */
export class FlagMemory {
  readonly #db: Db
  /** What holds where no administrator has said anything. */
  readonly configured: Flags
  current: Flags

  constructor(db: Db, configured: Flags) {
    this.#db = db
    this.configured = configured
    this.current = configured
  }

  async refresh(): Promise<void> {
    this.current = await readFlags(this.#db, this.configured)
  }
}
