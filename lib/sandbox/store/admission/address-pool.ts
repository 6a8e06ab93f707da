import { randomInt } from 'node:crypto'
import { objectsAt, textAt, valueAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'

/** Which cluster addresses and node ports are taken. `self` is the uid of the Service that asks. */
export type AddressPool = {
  freeAddress(): string
  addressTaken(address: string, self: string): boolean
  freeNodePort(besides: readonly number[]): number
  nodePortTaken(port: number, self: string): boolean
}

const firstNodePort = 30_000
const endOfNodePorts = 32_768

/** A pool over the Services that exist; addresses are of 10.96.0.0/12, node ports of 30000 to 32767. */
export function addressPool(services: () => readonly KubeObject[]): AddressPool {
  const addressTaken = (address: string, self: string) =>
    services().some(
      (service) => service.metadata.uid !== self && textAt(service, 'spec', 'clusterIP') === address,
    )
  const nodePortTaken = (port: number, self: string) =>
    services().some(
      (service) =>
        service.metadata.uid !== self &&
        objectsAt(service, 'spec', 'ports').some((candidate) => valueAt(candidate, 'nodePort') === port),
    )
  return {
    addressTaken,
    nodePortTaken,
    freeAddress: () => firstFree(randomAddress, (address) => addressTaken(address, '')),
    freeNodePort: (besides) =>
      firstFree(
        () => randomInt(firstNodePort, endOfNodePorts),
        (port) => besides.includes(port) || nodePortTaken(port, ''),
      ),
  }
}

function randomAddress(): string {
  return `10.${randomInt(96, 112)}.${randomInt(0, 256)}.${randomInt(1, 255)}`
}

function firstFree<T>(next: () => T, taken: (candidate: T) => boolean): T {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const candidate = next()
    if (!taken(candidate)) return candidate
  }
  throw new Error('The address pool is exhausted')
}
