import { createHash } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import type { Tx } from '@belfry/db'
import { rememberDevice } from '@belfry/db/queries/devices'
import { type Actor, type Origin, agentOf, clock } from '@belfry/shared'
import { record } from '../events/record.ts'
import { targetOf } from './accounts.ts'

/**
 * Tells a person of a sign-in with a browser, system or network that his account was not seen with before. Versions and
 * the nearer part of an address do not count, or every update and every train ride would be news.
 */
export async function watchDevice(tx: Tx, person: Actor, origin: Origin): Promise<void> {
  const at = clock.now()
  const agent = agentOf(origin.userAgent)
  const known = [person.id, agent.browser, agent.system, networkOf(origin.ip)].join('\n')
  const device = createHash('sha256').update(known).digest()
  const { fresh, first } = await rememberDevice(tx, person.id, device, at)
  if (!fresh || first) return
  await record(
    tx,
    { ...person, origin },
    {
      type: 'session.new_device',
      at,
      data: {
        target: targetOf(person),
        facts: {
          device: [agent.browser, agent.system].filter(Boolean).join(', ') || '–',
          ip: origin.ip ?? '–',
          at: at.toISOString(),
        },
      },
    },
    { tell: true },
  )
}

/** The far part of an address, which says about whose network it is: 16 bits of IPv4, 32 of IPv6. */
export function networkOf(ip: string | null): string {
  if (ip && isIPv4(ip)) return ip.split('.').slice(0, 2).join('.')
  if (!ip || !isIPv6(ip)) return ''
  const [first = '0', second = '0'] = ip.split(':')
  return `${parseInt(first || '0', 16).toString(16)}:${parseInt(second || '0', 16).toString(16)}`
}
