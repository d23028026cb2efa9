import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startApi } from '@belfry/testing'
import { databaseWithPeople } from '@belfry/testing/given'
import { freePort } from '@belfry/testing/ports'
import { findProgram, hasPrograms } from '@belfry/testing/programs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { program } from './callers.ts'
import { follow } from './following.ts'

const soon = { timeout: 20_000, interval: 20 }

/** The proxy of docs/two-nodes.md, on this machine and with a certificate of its own. */
async function startHaproxy(nodes: string[], port: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-haproxy-'))
  const at = (name: string) => path.join(folder, name)
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const files = ['-keyout', at('key.pem'), '-out', at('cert.pem')]
  execFileSync(findProgram('openssl')!, ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' })
  const ca = readFileSync(at('cert.pem'), 'utf8')
  writeFileSync(at('belfry.pem'), ca + readFileSync(at('key.pem'), 'utf8'), { mode: 0o600 })

  const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/two-nodes.md'), 'utf8')
  const config = /```haproxy\n(.*?)```/s
    .exec(guide)![1]!
    .replace('maxconn 20000', 'maxconn 200')
    .replace('bind :443', `bind 127.0.0.1:${port}`)
    .replace('/etc/haproxy/belfry.pem', at('belfry.pem'))
    .replace('10.0.0.11:4380', new URL(nodes[0]!).host)
    .replace('10.0.0.12:4380', new URL(nodes[1]!).host)
  writeFileSync(at('haproxy.cfg'), config)
  const child = spawn(findProgram('haproxy')!, ['-db', '-f', at('haproxy.cfg')], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const status = (route: string) =>
    new Promise<number>((resolve) => {
      const asked = request({ host: '127.0.0.1', port, path: route, ca }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      asked.on('error', () => resolve(0)).end()
    })
  await expect.poll(() => status('/readyz'), soon).toBe(200)
  class TrustingSocket extends WebSocket {
    constructor(url: string) {
      super(url, { ca })
    }
  }
  return { status, TrustingSocket }
}

describe.runIf(hasPrograms('two API processes behind a proxy', 'haproxy', 'openssl'))(
  'behind a proxy',
  () => {
    test('people at two processes lose nothing when one dies, and rights end at both within a second', async () => {
      const { url: databaseUrl, given, pool } = await databaseWithPeople()
      const port = await freePort()
      const env = { PUBLIC_URL: `https://127.0.0.1:${port}`, TRUST_PROXY: '1' }
      const apis = await Promise.all([1, 2].map(() => startApi({ databaseUrl, env })))
      const proxy = await startHaproxy(
        apis.map(({ url }) => url),
        port,
      )
      const { token } = await program(apis[0]!.url, 'officerNorth')
      const clients = Array.from({ length: 6 }, () =>
        follow(env.PUBLIC_URL, { token, transport: 'websocket', WebSocket: proxy.TrustingSocket }),
      )
      await expect
        .poll(() => clients.map(({ ways }) => ways.at(-1)), soon)
        .toEqual(Array(6).fill('websocket'))
      const nodes = async () =>
        (
          await pool.query<{ n: number; ips: number }>(
            'select count(distinct process_id)::int as n, count(distinct ip)::int as ips from connections',
          )
        ).rows[0]
      await expect.poll(nodes, soon).toEqual({ n: 2, ips: 1 })

      const titles: string[] = []
      const file = async (vehicle: string) => {
        await given.case('shift', { by: given.vendor, station: 'north', vehicle })
        titles.push(`New shift for ${vehicle}`)
      }
      await file('Bus 1')
      await apis[0]!.kill()
      for (const vehicle of ['Bus 2', 'Bus 3', 'Bus 4']) await file(vehicle)

      const all = Array(6).fill(titles)
      await expect.poll(() => clients.map(({ told }) => told), soon).toEqual(all)
      expect(await proxy.status('/readyz')).toBe(200)
      await startApi({ databaseUrl, env: { ...env, PORT: new URL(apis[0]!.url).port } })
      const more = Array.from({ length: 4 }, () =>
        follow(env.PUBLIC_URL, { token, transport: 'websocket', WebSocket: proxy.TrustingSocket }),
      )
      await expect
        .poll(() => more.map(({ positions }) => positions.length > 0), soon)
        .toEqual(Array(4).fill(true))
      await expect.poll(nodes, soon).toEqual({ n: 2, ips: 1 })
      for (const { closes } of clients) closes.length = 0

      const start = performance.now()
      await pool.query('update role_grants set revoked_at = now() where person_id = $1', [
        given.officerNorth.id,
      ])

      await expect
        .poll(() => [...clients, ...more].map(({ closes }) => closes[0]), { timeout: 5_000, interval: 10 })
        .toEqual(Array(10).fill(4403))
      expect(performance.now() - start).toBeLessThan(5_000)
      await file('Bus 5')
      expect(clients.flatMap(({ told }) => told)).not.toContain('New shift for Bus 5')
    }, 60_000)
  },
)
