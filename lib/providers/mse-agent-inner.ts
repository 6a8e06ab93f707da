import { asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { innerAnnotation } from '@/lib/domain/labels'
import { say } from '@/lib/words/sentence'
import { registeredName, routerKind } from './mse-agent-base'
import { isRouterOf } from './mse-agent-read'
import { tagEntry, trafficRouter } from './mse-agent-render'
import type { MseAgentSettings } from './mse-agent-settings'
import type { InnerRoutes, InnerRouting, Rendered } from './provider'

/** Calls behind the entry: one TrafficRouter for each application that has lanes, which asks for the carried tag. */
export const agentRouting: InnerRouting<MseAgentSettings> = {
  // Ingresses are read to be told of: what comes through one passes no agent.
  kinds: [routerKind, { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }],
  always: true,
  covers: () => true,
  needsService: () => false,
  render: renderInner,
  read: (objects, inner) => {
    const router = objects.find((object) => isRouterOf(object, inner.application, true))
    if (router === undefined) return null
    const lanes = asObjects(at(router, 'spec', 'http')).flatMap(({ match }) => {
      const [first] = asObjects(match)
      const [header] = Object.values(asTextMatches(first?.headers))
      return header === undefined ? [] : [{ lane: header, service: null }]
    })
    return { ...inner, lanes }
  },
}

function asTextMatches(headers: unknown): Record<string, string> {
  const entries = Object.entries(typeof headers === 'object' && headers !== null ? headers : {})
  return asTexts(Object.fromEntries(entries.map(([name, match]) => [name, at(match, 'exact')])))
}

function renderInner(
  inner: InnerRoutes,
  { baseSubset, delivery }: MseAgentSettings,
  existing: readonly KubeObject[],
): Rendered {
  const { application, lanes, namespace, strict, tagHeader } = inner
  // Without a rule of its own the agent follows the carried tag by itself.
  if (delivery === 'mse-openapi' || lanes.length === 0) return { objects: [], edits: [], notices: [] }
  const http = [
    ...lanes.map(({ lane }) => tagEntry(application, lane, { tagHeader, subset: lane, baseSubset, strict })),
    { name: 'base', route: [{ destination: { host: application, subset: baseSubset } }] },
  ]
  const object = trafficRouter({
    application,
    namespace,
    http,
    annotations: { [innerAnnotation]: application },
  })
  const isKnown = existing.some((one) => one.kind === 'Deployment' && registeredName(one) === application)
  if (isKnown) return { objects: [object], edits: [], notices: [] }
  const message = say('planning.notRegistered', { application, label: 'msePilotCreateAppName' })
  return {
    objects: [object],
    edits: [],
    notices: [{ code: 'NotRegistered', severity: 'warning', message, params: { application } }],
  }
}
