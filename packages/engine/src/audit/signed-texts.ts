/** What the header of an export calls itself. */
export const FORMAT = 'belfry audit export'

/** What a checkpoint's signature covers: everything up to this number has this hash. */
export const checkpointText = (seq: number, hash: string, at: string): Buffer =>
  Buffer.from(`belfry audit\n${seq}\n${hash}\n${at}\n`)

/** What the last line of an export signs: how many entries, and SHA-256 over every byte before it. */
export const trailerText = (entries: number, digest: string, at: string): Buffer =>
  Buffer.from(`${FORMAT}\n${entries}\n${digest}\n${at}\n`)
