import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { z } from 'zod'
import type { ConsoleAnswer, ConsoleCall } from './console-call'

const Line = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({
    id: z.int(),
    answer: z.strictObject({ operation: z.string().nullable(), revision: z.int().nullable() }),
  }),
  z.strictObject({ id: z.int(), error: z.string() }),
])

/** A console in a process of its own; `call` raises what it refuses, and that it died before it answered. */
export type ConsoleProcess = {
  call(call: ConsoleCall): Promise<ConsoleAnswer>
  /** Where it is to be killed from now on: `name:hit`, or nowhere. */
  arm(failpoint: string): Promise<void>
  /** Resolves with the signal that ended it, or null when it ended by itself. */
  readonly ended: Promise<NodeJS.Signals | null>
  stop(): Promise<void>
  /** As the machine would that it runs on. */
  kill(): Promise<void>
}

type Waiting = { resolve: (answer: ConsoleAnswer) => void; reject: (error: Error) => void }

/** Makes the program once; gives its path. */
export async function bundleConsole(root = path.resolve(import.meta.dirname, '../../..')): Promise<string> {
  const outfile = path.join(root, '.build', `proof-console-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(root, 'lib/proof/operations/console-program.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': root, 'server-only': path.join(root, 'lib/server-only-in-tests.ts') },
    outfile,
    logLevel: 'error',
  })
  return outfile
}

/** Starts it; resolves when its runner takes up operations. */
export async function startConsoleProcess(bundle: string, env: NodeJS.ProcessEnv): Promise<ConsoleProcess> {
  const child = spawn(process.execPath, [bundle], { stdio: ['pipe', 'pipe', 'inherit'], env })
  const waiting = new Map<number, Waiting>()
  const ended = once(child, 'exit').then(([, signal]) => {
    for (const { reject } of waiting.values()) reject(new Error('the console died'))
    return (signal ?? null) as NodeJS.Signals | null
  })
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error('the console did not start')))
    listen(child, waiting, resolve)
  })
  let last = 0
  const ask = (what: { call: ConsoleCall } | { arm: string }) =>
    new Promise<ConsoleAnswer>((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      child.stdin?.write(`${JSON.stringify({ id, ...what })}\n`)
    })
  return {
    ended,
    call: (call) => ask({ call }),
    arm: async (failpoint) => {
      await ask({ arm: failpoint })
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function listen({ stdin, stdout }: ChildProcess, waiting: Map<number, Waiting>, ready: () => void): void {
  if (stdin === null || stdout === null) throw new Error('no pipes')
  // It may be dead by the time that a line is written.
  stdin.on('error', () => {})
  createInterface({ input: stdout }).on('line', (text) => {
    const line = Line.parse(JSON.parse(text))
    if ('ready' in line) return ready()
    const asked = waiting.get(line.id)
    waiting.delete(line.id)
    if ('answer' in line) asked?.resolve(line.answer)
    else asked?.reject(new Error(line.error))
  })
}
