import type { ProbeInput, ProbeResult } from '@/lib/services/schemas/traffic'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

const batchSize = 20

/** Sends real requests through the entry in batches, so that the tally grows while they run. */
export async function* probeEntry(
  group: string,
  { request, version }: Pick<ProbeInput, 'request' | 'version'>,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<ProbeResult> {
  for (let sent = 0; sent < count; sent += batchSize) {
    const body = JSON.stringify({ request, version, count: Math.min(batchSize, count - sent) })
    yield await fetchJson<ProbeResult>(groupApiPath(group, 'probe'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
    })
  }
}
