import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'

const token = 'lk_bench_0123456789abcdef'
const startMs = 180_000
const operationMs = 300_000

const Operation = z.object({ id: z.string(), state: z.string(), error: z.unknown() })

/** The whole console as `npm start` runs it, with its database and the embedded cluster, in a folder that is removed after. */
export type BenchConsole = {
  folder: string
  kubeconfig: string
  /** A call of the API; raises what it refuses. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<unknown>
  /** Starts an operation and waits until it has succeeded. */
  operate(path: string, body?: unknown): Promise<void>
  stop(): Promise<void>
}

export async function startBenchConsole(): Promise<BenchConsole> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-bench-'))
  const port = await freePort()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LANEKEEPER_DATA: folder,
      PORT: String(port),
      LANEKEEPER_CLUSTER_PORT: String(await freePort()),
      LANEKEEPER_GATEWAY_PORT: String(await freeRange()),
      LANEKEEPER_TOKEN: token,
      LANEKEEPER_TRICKLE: '0',
    },
  })
  await said(child.stdout, 'Ctrl-C stops everything')
  const call: BenchConsole['call'] = async (method, where, body, headers) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${where}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text.slice(0, 500)}`)
    return text === '' ? null : JSON.parse(text)
  }
  return {
    folder,
    kubeconfig: path.join(folder, 'sandbox.kubeconfig'),
    call,
    async operate(where, body = {}) {
      const { operation } = z.object({ operation: Operation }).parse(await call('POST', where, body))
      const deadline = performance.now() + operationMs
      for (let now = operation; now.state !== 'succeeded'; ) {
        if (now.state === 'failed' || now.state === 'aborted' || performance.now() > deadline)
          throw new Error(`${where}: ${now.state} ${JSON.stringify(now.error)}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
        now = Operation.parse(await call('GET', `/operations/${operation.id}`))
      }
    },
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGINT')
      await exited
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function said(output: NodeJS.ReadableStream, words: string): Promise<void> {
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the console did not start: ${text}`)), startMs)
    output.on('end', () => reject(new Error(`the console did not start: ${text}`)))
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (!text.includes(words)) return
      clearTimeout(timer)
      resolve()
    })
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** The gateways take ports one after the other; those below the range of passing connections are seldom taken. */
const freeRange = async () => 20_000 + (process.pid % 1_000) * 10
