import type { ServiceProbe, ServiceProbeInput } from '@/lib/services/schemas/service-probe'
import { fetchJson } from './fetch-json'
import { rolloutApiPath } from './rollout-path'

type Place = Parameters<typeof rolloutApiPath>[0]

/** Sends real requests to a Service of a Deployment and tells which versions answered. */
export function probeService(place: Place, input: Partial<ServiceProbeInput>): Promise<ServiceProbe> {
  return fetchJson<ServiceProbe>(`${rolloutApiPath(place)}/probe`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
}
