import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A process of its own that carries bytes to a port of this machine, each `delayMs` later. */
export async function startRelay(
  targetPort: number,
  delayMs: number,
): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, ['.build/bench-relay.mjs', String(targetPort), String(delayMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const port = Number(/^relay ready (\d+)$/.exec(line)?.[1])
    if (port > 0) return { port, stop: () => child.kill('SIGTERM') }
  }
  throw new Error('the relay did not start')
}
