import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { forbiddenAddress } from './forbidden-address'

/**
 * A DNS lookup that gives only addresses a connection may go to. It is the lookup of the socket itself, so the
 * address that was checked is the one that is used: a name cannot change its mind in between.
 */
export function checkedLookup(allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '')
      const allowed = found.filter(({ address }) => forbiddenAddress(address, allowLoopback) === null)
      const first: LookupAddress | undefined = allowed[0]
      if (first === undefined) {
        const refusal: NodeJS.ErrnoException = new Error('forbidden address')
        refusal.code = 'LK_FORBIDDEN_ADDRESS'
        return callback(refusal, '')
      }
      if (options.all) return callback(null, allowed)
      return callback(null, first.address, first.family)
    })
  }
}
