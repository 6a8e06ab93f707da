import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** One request and its answer as a real API server gave it. `name` begins with the number in the order of the recording. */
export type Recording = {
  name: string
  title: string
  request: { method: string; path: string; contentType?: string; accept?: string; body?: unknown }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

/** All recordings of a folder in their order. */
export function readRecordings(directory: string): Recording[] {
  return readdirSync(directory)
    .filter((file) => /^\d{3}-.*\.json$/.test(file))
    .sort()
    .map((file) => ({
      name: file.replace(/\.json$/, ''),
      ...JSON.parse(readFileSync(path.join(directory, file), 'utf8')),
    }))
}
