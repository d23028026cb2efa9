import type { LinkKey } from '@belfry/engine/files'
import type { Storage } from '@belfry/storage'

// Apart from how they are opened: the context's type reaches the client's declarations, which know no settings.

/** What calls about files need beside the database. */
export interface Files {
  storage: Storage
  /** Signs links to files. */
  linkKey: LinkKey
  /** The most that a file may have, in MiB. */
  maxMb: number
}
