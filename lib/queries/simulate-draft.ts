import type { SimulateResult } from '@/lib/services/schemas/traffic'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

/** Simulates a request, with a document that need not be saved, as ready pods can carry it. `body` is the question as JSON. */
export function simulateDraft(group: string, body: string, signal: AbortSignal): Promise<SimulateResult> {
  return fetchJson<SimulateResult>(groupApiPath(group, 'simulate'), {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body,
    signal,
  })
}
