import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { inject } from 'vitest'
import { z } from 'zod'
import { clusterBundle } from './test-cluster-bundle'

const root = path.resolve(import.meta.dirname, '../..')
const startDeadlineMs = 45_000
const Ready = z.object({
  apiUrl: z.string(),
  kubeconfig: z.string(),
  gateways: z.record(z.string(), z.string()),
})

/** A cluster of the test's own: a real process, reached over HTTPS by its kubeconfig. */
export type TestCluster = {
  apiUrl: string
  kubeconfig: string
  /** Where each gateway listens, by its dialect; other ports after a restart. */
  gateways: Record<string, string>
  /** Ends it as a crash does. */
  crash(): Promise<void>
  /** Starts it again, with its objects and at the same address. */
  restart(): Promise<void>
  stop(): Promise<void>
}
type Options = { demo?: boolean; trickle?: number }

/** Starts the embedded cluster on free ports with a folder of its own. */
export async function startTestCluster(options: Options = {}): Promise<TestCluster> {
  const bundle = await bundled()
  const folder = await mkdtemp(path.join(tmpdir(), 'lk-cluster-'))
  let child = launch({ bundle, folder, port: '0', ...options })
  const stop = async () => {
    await end(child, 'SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const ready = await readyLine(child)
    const cluster: TestCluster = {
      apiUrl: ready.apiUrl,
      gateways: ready.gateways,
      kubeconfig: await readFile(ready.kubeconfig, 'utf8'),
      crash: () => end(child, 'SIGKILL'),
      async restart() {
        child = launch({ bundle, folder, port: new URL(ready.apiUrl).port, ...options })
        cluster.gateways = (await readyLine(child)).gateways
      },
      stop,
    }
    return cluster
  } catch (error) {
    await stop()
    throw error
  }
}

/** Bundles it once for all the tests of a run; of two that do so at once the later one replaces the same by the same. */
async function bundled(): Promise<string> {
  const bundle = clusterBundle(inject('testServerFolder'))
  if (existsSync(bundle)) return bundle
  const unfinished = `${bundle}.${process.pid}.mjs`
  await build({
    entryPoints: [path.join(root, 'lib/sandbox/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: unfinished,
    logLevel: 'error',
  })
  await rename(unfinished, bundle)
  return bundle
}

function launch(options: Options & { bundle: string; folder: string; port: string }): ChildProcess {
  return spawn(process.execPath, [options.bundle], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      LANEKEEPER_DATA: options.folder,
      LANEKEEPER_CLUSTER_PORT: options.port,
      LANEKEEPER_GATEWAY_PORT: '0',
      LANEKEEPER_TRICKLE: String(options.trickle ?? 0),
      ...(options.demo === false && { LANEKEEPER_DEMO: 'off' }),
    },
  })
}

async function readyLine(child: ChildProcess): Promise<z.infer<typeof Ready>> {
  if (child.stdout === null || child.stderr === null) throw new Error('the cluster has no output')
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4_000)
  })
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(() => lines.close(), startDeadlineMs)
  try {
    for await (const line of lines) {
      const found = /^sandbox ready (\{.*\})$/.exec(line)
      if (found?.[1] !== undefined) return Ready.parse(JSON.parse(found[1]))
      said = `${said}${line}\n`.slice(-4_000)
    }
  } finally {
    clearTimeout(timer)
    child.stdout.resume()
  }
  throw new Error(`the cluster did not start:\n${said}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await exited
  clearTimeout(timer)
}
