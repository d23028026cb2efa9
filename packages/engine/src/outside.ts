import { BlockList, isIP } from 'node:net'

/** Whom Belfry may call by an address that people gave: `public` ones by https alone, or `any`, for services of one's own. */
export type Hosts = 'public' | 'any'

const ours = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  ours.addSubnet(net, prefix, 'ipv4')

/** Of IPv6 only what is given out is public, without what carries IPv4 inside. */
const given = new BlockList()
given.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  ours.addSubnet(net, prefix, 'ipv6')

/** Anybody may be sent there: it is no address of this machine, of its network or of none. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return !ours.check(address, 'ipv4')
  return kind === 6 && given.check(address, 'ipv6') && !ours.check(address, 'ipv6')
}

/** By its looks; where a name leads is seen on connecting. */
export function mayBeCalled(address: string, hosts: Hosts): boolean {
  const { protocol, hostname, username, password } = new URL(address)
  if (username || password) return false
  if (hosts === 'any') return protocol === 'https:' || protocol === 'http:'
  if (protocol !== 'https:') return false
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host)
    ? isPublicAddress(host)
    : /\.[a-z][a-z\d-]*$/i.test(host) && !/\.(localhost|local|internal|test)$/i.test(host)
}
