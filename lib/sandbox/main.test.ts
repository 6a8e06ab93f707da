import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { get } from './runtime-for-tests'

const root = path.resolve(import.meta.dirname, '../..')
const bundle = path.join(root, '.build', `sandbox-under-test-${process.pid}.mjs`)
const data = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
const started = new Set<ChildProcess>()

beforeAll(async () => {
  await build({
    entryPoints: [path.join(root, 'lib/sandbox/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: bundle,
    absWorkingDir: root,
    logLevel: 'error',
  })
})

afterEach(async () => {
  for (const child of started) await end(child, 'SIGKILL')
})

afterAll(() => {
  rmSync(bundle, { force: true })
  rmSync(data, { recursive: true, force: true })
})

type Facts = { apiUrl: string; kubeconfig: string; gateways: Record<'mse' | 'zuul-slb', string> }

function start(environment: Record<string, string> = {}): ChildProcess {
  const ports = { LANEKEEPER_CLUSTER_PORT: '0', LANEKEEPER_GATEWAY_PORT: '0', LANEKEEPER_TRICKLE: '0' }
  const env = { ...process.env, LANEKEEPER_DATA: data, ...ports, ...environment }
  const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  started.add(child)
  return child
}

/** Everything that the process writes until it is ready or ends. */
function output(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const take = (part: Buffer) => {
      text += part.toString()
      if (/^sandbox ready .*\n/m.test(text)) resolve(text)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.once('close', () => resolve(text))
  })
}

async function ready(child: ChildProcess): Promise<Facts> {
  const text = await output(child)
  const facts = /^sandbox ready (.*)$/m.exec(text)?.[1]
  if (facts === undefined) throw new Error(`not ready: ${text}`)
  return JSON.parse(facts)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  started.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  return child.exitCode
}

const chain = async ({ gateways }: Facts) =>
  (await get(Number(new URL(gateways.mse).port), '/A/a', { host: 'example.com' })).body

it('serves the demo, survives a kill with the same pods, and stops within a second', async () => {
  const first = start()
  const facts = await ready(first)
  const before = await chain(facts)
  expect(before).toMatch(/^A\[[\d.]+\]\[config=base\] -> B\[[\d.]+\] -> C\[[\d.]+\]$/)
  expect(statSync(facts.kubeconfig).mode & 0o777).toBe(0o600)
  const announcement = path.join(data, 'sandbox.json')
  expect(JSON.parse(readFileSync(announcement, 'utf8'))).toEqual({ ...facts, pid: first.pid })
  await end(first, 'SIGKILL')

  const second = start()
  expect(await chain(await ready(second))).toBe(before)
  const begun = Date.now()
  expect(await end(second, 'SIGTERM')).toBe(0)
  expect(Date.now() - begun).toBeLessThan(1_000)
  expect(existsSync(announcement)).toBe(false)
})

it('says in one line what keeps it from starting', async () => {
  const first = start()
  await ready(first)
  const second = start()
  expect(await output(second)).toMatch(
    /^sandbox: \S+ is in use by the sandbox with process id \d+: .*LANEKEEPER_DATA\n$/,
  )
  expect(await end(second, 'SIGTERM')).toBe(1)
  await end(first, 'SIGTERM')

  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  const address = blocker.address()
  const port = String(typeof address === 'object' ? address?.port : '')
  const cluster = start({ LANEKEEPER_CLUSTER_PORT: port })
  expect(await output(cluster)).toBe(
    `sandbox: port ${port} is taken; the sandbox's API needs it: free it or set LANEKEEPER_CLUSTER_PORT\n`,
  )
  const gateway = start({ LANEKEEPER_GATEWAY_PORT: port })
  expect(await output(gateway)).toMatch(
    new RegExp(`^sandbox: port ${port} is taken; the gateways need .*LANEKEEPER_GATEWAY_PORT\\n$`),
  )
  blocker.close()
  const wrong = start({ LANEKEEPER_TRICKLE: 'many' })
  expect(await output(wrong)).toBe(
    'sandbox: LANEKEEPER_TRICKLE must be a whole number from 0 to 1000, not "many"\n',
  )
})
