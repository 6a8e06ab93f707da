import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Family } from '@/lib/proof/family'
import { chooseInstances, tagHeader } from '@/lib/sandbox/agent/choose-instance'
import { compileRouter } from '@/lib/sandbox/agent/router-rules'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { TrafficRouter } from '@/lib/sandbox/shapes/traffic-router'
import { agentMutations } from './mse-agent-mutations'

/** Agents in the callers of an application; the host of a door stands for the name that is called. */
export const mseAgentFamily: Family = {
  provider: 'mse-agent',
  gateway: null,
  convention: 'mse',
  tags: 'not compared',
  draw: { byApplication: true },
  userObjects: (routes) => {
    const names = routes.flatMap(({ doors }) => doors.map(({ service }) => service))
    return [...new Set(names)].map(deploymentOf)
  },
  serving: (objects, { document, doors }) => {
    const instances = (application: string) => podsOf(document, application)
    let draw = () => 0
    const routers = objects.filter(({ kind }) => kind === 'TrafficRouter') as TrafficRouter[]
    const rules = new Map(
      routers.map((router) => [router.metadata.name, compileRouter(router, instances, () => draw())]),
    )
    return ({ method, url, headers }) => {
      const mark = url.indexOf('?')
      const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)]
      const host = headers.host?.replace(/:\d+$/, '')
      const application = doors.find((door) => door.host === host)?.service ?? ''
      const request = { method, path, query, headers }
      return (random) => {
        draw = random
        const decision =
          rules.get(application)?.route(caller, request) ??
          chooseInstances(instances(application), headers[tagHeader], undefined)
        const [pod] = decision.pods
        return pod ? { service: pod.metadata.name, port: 80, headers: decision.headers } : { status: 503 }
      }
    }
  },
  mutations: agentMutations,
}

function deploymentOf(name: string): KubeObject {
  const labels = { app: name, msePilotCreateAppName: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image: `registry.example.com/${name}:1.0.0` }] },
      },
    },
  }
}

/** The baseline's pod and one of each lane that is not parked and has the application. */
function podsOf({ spec }: LaneGroupDocument, application: string): Pod[] {
  const lanes = spec.lanes.filter(
    ({ state, versions }) =>
      state === 'active' && versions.some((version) => version.application === application),
  )
  return [
    podOf(application, {}),
    ...lanes.map(({ tag }) => podOf(`${application}-${tag}`, { 'alicloud.service.tag': tag })),
  ]
}

function podOf(name: string, labels: Record<string, string>): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels,
    },
    spec: { containers: [] },
  }
}

const caller = podOf('zuul', {})
