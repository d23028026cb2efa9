import type { Readable } from 'node:stream'

/** Both ends are included, as in HTTP. */
export interface ByteRange {
  start: number
  end: number
}

/** Where bytes lie, by key. Several processes may use it at once. */
export interface Storage {
  put(key: string, bytes: Uint8Array): Promise<void>
  putStream(key: string, bytes: Readable, size: number): Promise<void>
  /** Throws `MissingObject` where there is nothing under this key. */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** Under its new key it is either there in one piece or not at all, and stays there when the machine loses its power. */
  move(from: string, to: string): Promise<void>
  /** Nothing happens where there is nothing under this key. */
  remove(key: string): Promise<void>
  /** Everything whose key begins with this folder. */
  removeFolder(folder: `${string}/`): Promise<void>
}

/** There is nothing under this key. */
export class MissingObject extends Error {
  override readonly name = 'MissingObject'

  constructor(key: string, cause: unknown) {
    super(`There is nothing under the key ${key}.`, { cause })
  }
}

export type StorageSettings =
  | { kind: 'disk'; folder: string }
  | {
      kind: 's3'
      bucket: string
      region: string
      endpoint: string | undefined
      pathStyle: boolean
      /** Without them the SDK looks where it always looks, such as the machine's own role. */
      credentials: { accessKeyId: string; secretAccessKey: string } | undefined
    }
