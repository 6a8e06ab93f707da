import 'server-only'
import { GroupSampler } from './group-sampler'
import type { TrafficCluster } from './traffic-cluster'
import type { TrafficSource, TrafficTarget } from './traffic-source'

/** What a reader may see older than now; half of what keeps numbers within 2 s of the truth on a polled page. */
const maxAgeMs = 250
const maxSamplers = 200

// Route, action and page bundles each have their own module state; globalThis is what they share.
const shared: typeof globalThis & { lanekeeperSamplers?: Map<string, GroupSampler> } = globalThis

/**
 * Counts read from the gateways' and pods' own metrics through the API server: nothing to install. `key` names the
 * cluster's connection, so that a group that moved to another cluster starts again.
 */
export function createScrapeSource(key: string, cluster: TrafficCluster): TrafficSource {
  return {
    id: 'scrape',
    read: (target, windowSeconds) => samplerOf(key, cluster, target).look(target, windowSeconds, maxAgeMs),
    keep: (target) => samplerOf(key, cluster, target).keep(target),
  }
}

function samplerOf(key: string, cluster: TrafficCluster, target: TrafficTarget): GroupSampler {
  const samplers = samplersOfProcess()
  const id = `${key}/${target.namespace}/${target.group}`
  const known = samplers.get(id)
  const sampler = known && !known.isStopped ? known : new GroupSampler(cluster, target)
  samplers.set(id, sampler)
  makeRoom(samplers)
  return sampler
}

/** What is being sampled now, as `key/namespace/group`. */
export function sampledGroups(): string[] {
  return [...samplersOfProcess()].flatMap(([id, sampler]) => (sampler.isStopped ? [] : [id]))
}

/** Ends all sampling of this process. */
export function stopSampling(): void {
  for (const sampler of samplersOfProcess().values()) sampler.stop()
  samplersOfProcess().clear()
}

function samplersOfProcess(): Map<string, GroupSampler> {
  shared.lanekeeperSamplers ??= new Map()
  return shared.lanekeeperSamplers
}

function makeRoom(samplers: Map<string, GroupSampler>): void {
  for (const [id, sampler] of samplers) if (sampler.isStopped) samplers.delete(id)
  while (samplers.size > maxSamplers) {
    const [oldest] = [...samplers].sort(([, a], [, b]) => a.lookedAt - b.lookedAt)
    if (oldest === undefined) return
    oldest[1].stop()
    samplers.delete(oldest[0])
  }
}
