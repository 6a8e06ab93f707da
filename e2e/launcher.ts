import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { serverEnvironment } from './server'

const root = path.resolve(import.meta.dirname, '..')

export type Launch = {
  process: ChildProcess
  /** Everything printed so far, both streams. */
  printed: () => string
  /** Waits until the text was printed; fails when the process ends before. */
  until: (text: string) => Promise<void>
  exit: Promise<number | null>
}

/** Runs the launcher as `npm start` does, with some settings changed. */
export function launch(changes: Record<string, string>): Launch {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, ...serverEnvironment, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const waiting = new Set<() => void>()
  const collect = (chunk: Buffer) => {
    text += chunk.toString()
    for (const check of waiting) check()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exit = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  return {
    process: child,
    printed: () => text,
    exit,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!text.includes(wanted)) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        exit.then((code) => reject(new Error(`ended with ${code} before "${wanted}":\n${text}`)))
        check()
      }),
  }
}
