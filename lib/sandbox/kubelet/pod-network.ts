/** The virtual network: which loopback port answers for a pod's address and port. */
export class PodNetwork {
  private readonly listeners = new Map<string, Map<number, number>>()
  private readonly taken = new Set<string>()
  private next = 0

  /** Reserves the address, for a pod that had it before a restart. */
  reserve(ip: string): void {
    this.taken.add(ip)
    this.next = Math.max(this.next, indexOf(ip) + 1)
  }

  /** The next free address, 192.168.110.10 first; an address comes back only after all others have been used. */
  allocate(): string {
    for (let tries = 0; tries < size; tries += 1) {
      const ip = addressAt(this.next % size)
      this.next += 1
      if (this.taken.has(ip)) continue
      this.taken.add(ip)
      return ip
    }
    throw new Error('no pod address is free')
  }

  /** Gives the address back; nothing answers there any more. */
  release(ip: string): void {
    this.taken.delete(ip)
    this.listeners.delete(ip)
  }

  /** Lets `loopbackPort` answer for these ports of the address. */
  listen(ip: string, ports: readonly number[], loopbackPort: number): void {
    const own = this.listeners.get(ip) ?? new Map<number, number>()
    for (const port of ports) own.set(port, loopbackPort)
    this.listeners.set(ip, own)
  }

  /** Stops answering on these ports of the address. */
  unlisten(ip: string, ports: readonly number[]): void {
    for (const port of ports) this.listeners.get(ip)?.delete(port)
  }

  /** The loopback port behind a pod's address and port, or undefined: connection refused. */
  resolve(ip: string | undefined, port: number): number | undefined {
    return ip === undefined ? undefined : this.listeners.get(ip)?.get(port)
  }

  /** The lowest port on which the address answers. */
  firstPort(ip: string | undefined): number | undefined {
    const ports = ip === undefined ? [] : [...(this.listeners.get(ip)?.keys() ?? [])]
    return ports.length === 0 ? undefined : Math.min(...ports)
  }
}

const firstThird = 110
const firstFourth = 10
const perThird = 240
const thirds = 100
const size = perThird * thirds

function addressAt(index: number): string {
  return `192.168.${firstThird + Math.floor(index / perThird)}.${firstFourth + (index % perThird)}`
}

function indexOf(ip: string): number {
  const [, , third = 0, fourth = 0] = ip.split('.').map(Number)
  return (third - firstThird) * perThird + (fourth - firstFourth)
}
