import path from 'node:path'
import { z } from 'zod'
import type { StorageSettings } from './storage.ts'

const isAddress = { protocol: /^https?$/, error: 'must be an address like https://s3.example.org' }

/** What the environment says about where files lie; a part of every app's settings that reads or writes files. */
export const storageEnvironment = {
  BELFRY_DATA: z.string().default('.belfry'),
  FILES_STORE: z.enum(['disk', 's3'], 'must be disk or s3').default('disk'),
  S3_ENDPOINT: z.url(isAddress).optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  S3_PATH_STYLE: z.stringbool('must be on or off').optional(),
}

type StorageEnvironment = z.output<z.ZodObject<typeof storageEnvironment>>

/** What is set of a store must be all of it; to be given to `superRefine`. */
export function checkStorage(set: StorageEnvironment, context: z.RefinementCtx): void {
  const missing = (name: keyof StorageEnvironment, when: string) =>
    context.addIssue({ code: 'custom', path: [name], message: `must be set ${when}` })
  if (set.FILES_STORE === 's3' && !set.S3_BUCKET) missing('S3_BUCKET', 'when FILES_STORE is s3')
  if (set.S3_ACCESS_KEY && !set.S3_SECRET_KEY) missing('S3_SECRET_KEY', 'when S3_ACCESS_KEY is')
  if (set.S3_SECRET_KEY && !set.S3_ACCESS_KEY) missing('S3_ACCESS_KEY', 'when S3_SECRET_KEY is')
}

export function storageSettings(set: StorageEnvironment): StorageSettings {
  if (set.FILES_STORE === 'disk') return { kind: 'disk', folder: path.resolve(set.BELFRY_DATA, 'files') }
  const { S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey } = set
  return {
    kind: 's3',
    bucket: set.S3_BUCKET!,
    region: set.S3_REGION,
    endpoint: set.S3_ENDPOINT,
    // Few servers but Amazon's own have a host name for every bucket.
    pathStyle: set.S3_PATH_STYLE ?? set.S3_ENDPOINT !== undefined,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  }
}
