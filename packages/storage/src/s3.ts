import type { Readable } from 'node:stream'
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3'
import { S3Driver } from 'flydrive/drivers/s3'
import type { StorageSettings } from './storage.ts'
import { MissingObject, type Storage } from './storage.ts'

const CONNECT_WITHIN_MS = 5_000
const ANSWER_WITHIN_MS = 30_000

/** A bucket of Amazon's S3 or of any server that speaks its protocol. The bucket is there already, and private. */
export function openBucket(settings: Extract<StorageSettings, { kind: 's3' }>): Storage {
  const { bucket, region, endpoint, pathStyle, credentials } = settings
  const client = new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    requestHandler: { connectionTimeout: CONNECT_WITHIN_MS, socketTimeout: ANSWER_WITHIN_MS },
    // The checksums that the SDK adds by itself are too new for many servers; ours is taken over the whole file.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  // Not through the library's `Disk`, which takes the slash off a folder, so that `a/` would take `ab/` along.
  const driver = new S3Driver({ client, bucket, visibility: 'private', supportsACL: false })

  return {
    put: (key, bytes) => driver.put(key, bytes),
    putStream: (key, bytes, size) => driver.putStream(key, bytes, { contentLength: size }),

    async read(key, range) {
      const part = range && { Range: `bytes=${range.start}-${range.end}` }
      const { Body } = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: key, ...part }))
        .catch((error: unknown) => {
          throw error instanceof NoSuchKey ? new MissingObject(key, error) : error
        })
      return Body as Readable
    },

    move: (from, to) => driver.move(from, to),
    remove: (key) => driver.delete(key),
    removeFolder: (prefix) => driver.deleteAll(prefix),
  }
}
