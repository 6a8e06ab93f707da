import fs from 'node:fs'
import { dataDirectory } from './server'

export type ConsoleProcess = { pid: number; environment: Record<string, string> }

function readProcess(pid: number): ConsoleProcess | null {
  try {
    if (!fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('scripts/server.mjs')) return null
    const pairs = fs
      .readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
    return { pid, environment: Object.fromEntries(pairs) }
  } catch {
    // It ended, or it is somebody else's.
    return null
  }
}

/** The process that answers under test; the launcher above it starts it again when it dies. */
export function findConsole(): ConsoleProcess {
  const pids = fs.readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  for (const pid of pids) {
    const found = readProcess(pid)
    if (found?.environment.LANEKEEPER_DATA === dataDirectory) return found
  }
  throw new Error(`no console runs on ${dataDirectory}`)
}
