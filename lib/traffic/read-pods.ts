import { say, type Words } from '@/lib/words/sentence'
import type { RunningPod } from './pod-view'
import type { TrafficCluster } from './traffic-cluster'

const deadlineMs = 2000

/** The text of a pod's metrics page, from the first of its ports that gives one, or why there is none. */
export async function readPodMetrics(
  cluster: TrafficCluster,
  pod: { namespace: string; name: string },
  ports: readonly number[],
  path: string,
): Promise<{ text: string; port: number } | { problem: Words }> {
  let problem = say('kube.podNoPort', { pod: pod.name })
  for (const port of ports) {
    try {
      const answer = await cluster.proxyPod(
        { namespace: pod.namespace, pod: pod.name, port, path },
        { signal: AbortSignal.timeout(deadlineMs) },
      )
      if (answer.status === 200) return { text: answer.body, port }
      problem = say('kube.podAnswers', { pod: pod.name, status: answer.status, at: `:${port}${path}` })
    } catch {
      problem = say('kube.podSilent', { pod: pod.name, at: `:${port}${path}` })
    }
  }
  return { problem }
}

/** Ports to ask, the one that answered last time first. */
export function portsOf(pod: RunningPod, known: number | undefined, others: readonly number[]): number[] {
  const ports = [...pod.ports, ...others].filter((port) => port !== known).slice(0, 3)
  return known === undefined ? ports : [known, ...ports]
}
