import { selectsLabels } from '@/lib/k8s/label-selector'
import { say, type Words } from '@/lib/words/sentence'
import type { PodReading } from './application-counts'
import { readPodCounters } from './pod-counters'
import { type RunningPod, runningPod } from './pod-view'
import { portsOf, readPodMetrics } from './read-pods'
import { liveObjects, type TrafficCluster } from './traffic-cluster'
import type { TargetApplication } from './traffic-source'

const metricsPath = '/metrics'

export type Scraped = { pods: PodReading[]; problem: Words | null }
type LanePod = { lane: string; pod: RunningPod }

/** Reads the pods of one application: those that the Deployments of its versions select. */
export async function scrapeApplication(
  cluster: TrafficCluster,
  namespace: string,
  target: TargetApplication,
  knownPorts: Map<string, number>,
): Promise<Scraped> {
  const lanePods = await findLanePods(cluster, namespace, target)
  const problems: Words[] = []
  const pods = await Promise.all(
    lanePods.map(async ({ lane, pod }): Promise<PodReading> => {
      const base = { uid: pod.uid, startedAt: pod.startedAt, leaving: pod.leaving, lanes: [lane] }
      const ports = portsOf(pod, knownPorts.get(target.application), [])
      const answer = await readPodMetrics(cluster, { namespace, name: pod.name }, ports, metricsPath)
      if ('problem' in answer) {
        if (!pod.leaving) problems.push(answer.problem)
        return { ...base, byLane: null, instrumented: false }
      }
      knownPorts.set(target.application, answer.port)
      return { ...base, ...parse(answer.text, lane, pod.name, problems) }
    }),
  )
  return { pods, problem: problems[0] ?? null }
}

function parse(
  text: string,
  lane: string,
  pod: string,
  problems: Words[],
): Pick<PodReading, 'byLane' | 'instrumented'> {
  try {
    const { counters, instrumented } = readPodCounters(text)
    return { byLane: new Map([[lane, counters]]), instrumented }
  } catch {
    problems.push(say('kube.podMetrics', { pod }))
    return { byLane: null, instrumented: false }
  }
}

async function findLanePods(
  cluster: TrafficCluster,
  namespace: string,
  target: TargetApplication,
): Promise<LanePod[]> {
  const [deployments, pods] = await Promise.all([
    liveObjects(cluster, { apiVersion: 'apps/v1', kind: 'Deployment', namespace }),
    liveObjects(cluster, { apiVersion: 'v1', kind: 'Pod', namespace }),
  ])
  const selectors = target.versions.flatMap(({ lane, deployment }) => {
    const found = deployments.find(({ metadata }) => metadata.name === deployment)
    const spec = found?.spec
    return typeof spec === 'object' && spec !== null && 'selector' in spec
      ? [{ lane, selector: spec.selector }]
      : []
  })
  return pods.flatMap((object) => {
    const pod = runningPod(object)
    const version = pod && selectors.find(({ selector }) => selectsLabels(selector, pod.labels))
    return pod && version ? [{ lane: version.lane, pod }] : []
  })
}
