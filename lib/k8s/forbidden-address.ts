import { BlockList, isIP } from 'node:net'

const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4')
linkLocal.addSubnet('fe80::', 10, 'ipv6')
linkLocal.addAddress('fd00:ec2::254', 'ipv6')
linkLocal.addSubnet('224.0.0.0', 4, 'ipv4')
linkLocal.addSubnet('ff00::', 8, 'ipv6')

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addSubnet('0.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
loopback.addAddress('::', 'ipv6')

/** Why an outgoing connection to this IP address is refused, or null when it may be made. */
export function forbiddenAddress(address: string, allowLoopback: boolean): 'link-local' | 'loopback' | null {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (linkLocal.check(address, family)) return 'link-local'
  if (loopback.check(address, family)) return allowLoopback ? null : 'loopback'
  return null
}

/** The same for what stands in a URL: an IP address (brackets allowed) or a name that means this machine. */
export function forbiddenHost(hostname: string, allowLoopback: boolean): 'link-local' | 'loopback' | null {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (isIP(host) !== 0) return forbiddenAddress(host, allowLoopback)
  const isLocal = host === 'localhost' || host.endsWith('.localhost')
  return isLocal && !allowLoopback ? 'loopback' : null
}
