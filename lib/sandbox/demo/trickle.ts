import { Agent, request } from 'node:http'

/** A running trickle. */
export type Trickle = { stop(): void }

const maxUnderWay = 20

/** Sends baseline requests through the gateway, `perSecond` of them; slow answers make it pause, not pile up. */
export function startTrickle(gatewayPort: number, perSecond: number): Trickle {
  if (perSecond <= 0) return { stop: () => {} }
  const agent = new Agent({ keepAlive: true, maxSockets: 2 })
  let underWay = 0
  const send = () => {
    if (underWay >= maxUnderWay) return
    underWay += 1
    const options = {
      host: '127.0.0.1',
      port: gatewayPort,
      path: '/A/a',
      headers: { host: 'example.com', 'user-agent': 'sandbox-trickle' },
      agent,
      timeout: 10_000,
    }
    const outgoing = request(options, (response) => response.resume())
    outgoing.once('timeout', () => outgoing.destroy())
    outgoing.on('error', () => {})
    outgoing.once('close', () => {
      underWay -= 1
    })
    outgoing.end()
  }
  const timer = setInterval(send, 1_000 / perSecond)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      agent.destroy()
    },
  }
}
