import type { SampleRequest } from '@/lib/services/schemas/common'
import type { ProbeResult } from '@/lib/services/schemas/traffic'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

const batchSize = 20

/** Sends real requests through the entry in batches, so that the tally grows while they run. */
export async function* probeEntry(
  group: string,
  request: SampleRequest,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<ProbeResult> {
  for (let sent = 0; sent < count; sent += batchSize) {
    const body = JSON.stringify({ request, count: Math.min(batchSize, count - sent) })
    yield await fetchJson<ProbeResult>(groupApiPath(group, 'probe'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
    })
  }
}

/** Two results as one: responses in order, tallies added. */
export function addProbeResults(a: ProbeResult, b: ProbeResult): ProbeResult {
  const counts = new Map<string, number>()
  for (const { lane, count } of [...a.tally, ...b.tally]) counts.set(lane, (counts.get(lane) ?? 0) + count)
  return {
    responses: [...a.responses, ...b.responses],
    tally: [...counts].map(([lane, count]) => ({ lane, count })),
  }
}
