import { type Storage, partKey } from '@belfry/storage'

/** The bytes of an upload in their order, a part at a time. */
export async function* readParts(
  storage: Storage,
  file: { id: string; parts: string[] },
): AsyncGenerator<Buffer> {
  for (const name of file.parts) yield* (await storage.read(partKey(file.id, name))) as AsyncIterable<Buffer>
}
