import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import { say, type Words } from '@/lib/words/sentence'
import type { PodReading } from './application-counts'
import type { Counters } from './counter-history'
import { counterReaders, countsWorkloads } from './gateway-metrics'
import { type RunningPod, runningPod } from './pod-view'
import { readPodMetrics } from './read-pods'
import { liveObjects, type TrafficCluster } from './traffic-cluster'
import type { TargetApplication } from './traffic-source'

/** What one pod of a gateway counted by Service or workload; null when it could not be read. */
export type GatewayPod = { pod: RunningPod; byService: ReadonlyMap<string, Counters> | null }
export type ScrapedGateway = { pods: GatewayPod[]; problem: Words | null; byWorkload: boolean }

/** Reads all pods of a gateway. Without pods the gateway stands outside of the cluster and cannot be read here. */
export async function scrapeGateway(
  cluster: TrafficCluster,
  namespace: string,
  gateway: GatewayMetrics,
): Promise<ScrapedGateway> {
  const { port, path, labels } = gateway
  const objects = await liveObjects(cluster, { apiVersion: 'v1', kind: 'Pod', namespace: gateway.namespace })
  const running = objects
    .flatMap((object) => runningPod(object) ?? [])
    .filter((pod) => Object.entries(labels).every(([key, value]) => pod.labels[key] === value))
  const problems: Words[] = []
  const pods = await Promise.all(
    running.map(async (pod): Promise<GatewayPod> => {
      const where = { namespace: gateway.namespace, name: pod.name }
      const answer = await readPodMetrics(cluster, where, [port], path)
      if ('problem' in answer) {
        if (!pod.leaving) problems.push(answer.problem)
        return { pod, byService: null }
      }
      try {
        return { pod, byService: counterReaders[gateway.format](answer.text, namespace) }
      } catch {
        problems.push(say('kube.podMetrics', { pod: pod.name }))
        return { pod, byService: null }
      }
    }),
  )
  return { pods, problem: problems[0] ?? null, byWorkload: countsWorkloads(gateway) }
}

/** The part of a gateway's counts that is one application's, by lane: each version has a Service, or a workload, of its own. */
export function ofApplication(gateway: ScrapedGateway, target: TargetApplication): PodReading[] {
  const lanes = target.versions.flatMap(({ lane, service, deployment }) => {
    const key = gateway.byWorkload ? deployment : service
    return key === null ? [] : [{ lane, key }]
  })
  return gateway.pods.map(({ pod, byService }) => ({
    uid: pod.uid,
    startedAt: pod.startedAt,
    leaving: pod.leaving,
    lanes: lanes.map(({ lane }) => lane),
    instrumented: byService !== null,
    byLane: byService && new Map(lanes.map(({ lane, key }) => [lane, byService.get(key) ?? new Map()])),
  }))
}
