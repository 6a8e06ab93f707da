import { execFile, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startApiServer } from './api/start-api-server'
import type { Tokens } from './api/users'
import { type Runtime, startRuntime } from './start-runtime'
import { openStore } from './store/open-store'
import type { Store } from './store/store'

const oldest = 28

/** What one command printed, both streams in one text as a terminal shows them, and how it ended. */
export type Printed = { text: string; code: number }

/** A sandbox without the demo and the real kubectl on it. */
export type KubectlCluster = {
  store: Store
  runtime: Runtime
  directory: string
  tokens: Tokens
  /** Runs kubectl to its end, whatever its exit code. */
  run(...words: string[]): Promise<Printed>
  /** What kubectl prints; throws with it when the exit code is not 0. */
  kubectl(...words: string[]): Promise<string>
  /** Runs kubectl until its output satisfies the condition, then ends it. */
  follow(words: readonly string[], enough: (text: string) => boolean): Promise<string>
  /** Writes a manifest into the directory and gives its path. */
  file(name: string, text: string): string
  close(): Promise<void>
}

/** Whether a kubectl new enough is on PATH; says so when it is not. */
export function kubectlIsUsable(test: string): boolean {
  const { stdout } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' })
  const minor = Number(/"minor": "(\d+)/.exec(stdout ?? '')?.[1] ?? 0)
  if (minor >= oldest) return true
  process.stdout.write(`kubectl 1.${oldest} or newer is not on PATH: ${test} is skipped\n`)
  return false
}

/** Starts the cluster in memory, with controllers, pods, gateways and API. */
export async function startKubectlCluster(): Promise<KubectlCluster> {
  const directory = mkdtempSync(path.join(tmpdir(), 'kubectl-'))
  const store = await openStore({})
  const runtime = await startRuntime({ store, gatewayPort: 0 })
  const { podProxy, podLogs } = runtime
  const server = await startApiServer({ store, port: 0, directory, podProxy, podLogs })
  const own = ['--kubeconfig', server.kubeconfigPath, '--cache-dir', path.join(directory, 'cache')]
  const run = (...words: string[]) => execute([...own, ...words], directory)
  return {
    store,
    runtime,
    directory,
    tokens: server.tokens,
    run,
    kubectl: async (...words) => {
      const { text, code } = await run(...words)
      if (code !== 0) throw new Error(`kubectl ${words.join(' ')} ended with ${code}: ${text}`)
      return text
    },
    follow: (words, enough) => follow([...own, ...words], enough),
    file: (name, text) => {
      const file = path.join(directory, name)
      writeFileSync(file, text)
      return file
    },
    close: async () => {
      await server.close()
      await runtime.close(0)
      await store.close()
      rmSync(directory, { recursive: true })
    },
  }
}

function execute(words: readonly string[], cwd: string): Promise<Printed> {
  return new Promise((resolve) => {
    const child = execFile('kubectl', words, { cwd }, (error) => {
      resolve({ text, code: error === null ? 0 : (child.exitCode ?? 1) })
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: string) => {
        text += chunk
      })
    }
  })
}

function follow(
  words: readonly string[],
  enough: (text: string) => boolean,
  timeoutMs = 15_000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', words)
    let text = ''
    const finish = () => {
      clearTimeout(timer)
      child.kill()
      if (enough(text)) resolve(text)
      else reject(new Error(`kubectl ${words.join(' ')} printed only: ${text}`))
    }
    const timer = setTimeout(finish, timeoutMs)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (enough(text)) finish()
      })
    }
    child.once('close', finish)
  })
}
