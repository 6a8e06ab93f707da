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

/** How the answer to a reading is taken: whether it may still come, and what of it is compared. */
export type Reading = { dependsOnControllers: boolean; narrowed: (body: unknown) => unknown }

const controllerKinds = /\/(deployments|pods|replicasets|endpointslices)/

/**
 * Lists of the whole cluster hold more than was recorded: of the recorded rows only those are compared that are
 * `expected` there.
 */
export function readingOf(
  { name, request, response }: Recording,
  expected: (row: string) => boolean = () => true,
): Reading {
  const dependsOnControllers =
    response.status === 200 && controllerKinds.test(request.path) && !request.path.includes('watch')
  if (!name.startsWith('033')) return { dependsOnControllers, narrowed: (body) => body }
  const known = new Set(rowsOf(response.body).map(nameOf).filter(expected))
  const narrowed = (body: unknown) =>
    typeof body === 'object' && body !== null
      ? { ...body, rows: rowsOf(body).filter((row) => known.has(nameOf(row))) }
      : body
  return { dependsOnControllers, narrowed }
}

type Row = { cells: unknown[]; object: { metadata: { name: string; annotations?: Record<string, string> } } }

/** The rows of a recorded table. */
export function rowsOf(body: unknown): Row[] {
  return (body as { rows?: Row[] }).rows ?? []
}

function nameOf({ cells }: Row): string {
  return String(cells[0])
}
