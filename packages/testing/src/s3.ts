import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import S3rver from 's3rver'
import { afterwards } from './afterwards.ts'

/** A server that speaks S3, with one empty bucket. It ends with the test, or else with the file. */
export async function startS3(): Promise<NodeJS.ProcessEnv> {
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-s3-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'belfry', configs: [] }],
  })
  const { port } = await server.run()
  afterwards(async () => {
    await server.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    FILES_STORE: 's3',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_BUCKET: 'belfry',
    S3_ACCESS_KEY: 'S3RVER',
    S3_SECRET_KEY: 'S3RVER',
  }
}
