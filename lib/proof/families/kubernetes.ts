import type { KubeObject } from '@/lib/domain/kube-object'
import { type Answer, answerOf } from '@/lib/proof/answer'
import type { Family } from '@/lib/proof/family'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import type { Deployment } from '@/lib/sandbox/shapes/workload'
import { kubernetesMutations } from './kubernetes-mutations'

/** Pods of every baseline. */
const basePods = 7

/** Lanes' pods behind the baseline's Service, which takes its pods in turns. */
export const kubernetesFamily: Family = {
  provider: 'kubernetes',
  gateway: null,
  convention: 'shared',
  draw: { byApplication: true, byPods: true },
  renders: 'workloads',
  rounded: inPods,
  userObjects: () => ['web', 'api', 'store'].map(deploymentOf),
  serving: (objects, { doors }) => {
    const deployments = objects.filter(({ kind }) => kind === 'Deployment') as Deployment[]
    return (request) => {
      const { headers, host } = requestFacts(request)
      const application = doors.find((door) => door.host === host)?.service ?? ''
      const pods = deployments
        .filter(({ spec }) => spec.template.metadata?.labels?.app === application)
        .flatMap(({ metadata, spec }) => Array.from({ length: spec.replicas ?? 1 }, () => metadata.name))
      let turn = 0
      const serve = () => {
        const service = pods[turn++ % pods.length]
        return service === undefined ? { status: 503 } : { service, port: 80, headers }
      }
      return Object.assign(serve, { cycle: Math.max(1, pods.length) })
    }
  },
  mutations: kubernetesMutations,
}

function deploymentOf(name: string): KubeObject {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: basePods,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image: `registry.example.com/${name}:1.0.0` }] },
      },
    },
  }
}

/** Shares as whole pods can have them: the nearest number of a lane's beside the baseline's, and at least one. */
function inPods(answer: Answer): Answer {
  const [[base, own] = ['', 1], ...lanes] = [...answer].sort(([one], [other]) => one.length - other.length)
  if (lanes.length === 0) return answer
  const counts = lanes.map(
    ([place, share]) => [place, Math.max(1, Math.round((basePods * share) / own))] as const,
  )
  const all = counts.reduce((sum, [, count]) => sum + count, basePods)
  return answerOf([[base, basePods / all], ...counts.map(([place, count]) => [place, count / all] as const)])
}
