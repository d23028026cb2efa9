import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build, preview } from 'vite'
import { afterAll } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../apps/web')

/** Builds a page of `apps/web/test/pages`, which shows one piece of the console alone, and serves it before an API. */
export async function serveConsolePage(page: string, apiUrl: string): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'belfry-page-'))
  const quietly = { root, logLevel: 'silent' } as const
  await build({
    ...quietly,
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: path.join(root, page) } },
  })
  const server = await preview({
    ...quietly,
    build: { outDir },
    preview: {
      host: '127.0.0.1',
      port: 20_000 + (process.pid % 20_000),
      proxy: Object.fromEntries(
        ['/api', '/trpc', '/uploads/', '/files/'].map((at) => [at, { target: apiUrl }]),
      ),
    },
  })
  afterAll(async () => {
    await server.close()
    rmSync(outDir, { recursive: true })
  })
  return new URL(page, server.resolvedUrls!.local[0]).href
}
