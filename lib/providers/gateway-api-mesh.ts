import type { Application } from '@/lib/domain/application'
import { baseline } from '@/lib/domain/baseline'
import { asObjects, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { innerAnnotation, labelKeys } from '@/lib/domain/labels'
import { say } from '@/lib/words/sentence'
import { routeKind } from './gateway-api-base'
import { routeLimits } from './gateway-api-limits'
import { readMatch } from './gateway-api-match'
import type { InnerRoutes, InnerRouting, Rendered, ServicePort } from './provider'
import { routeNames } from './route-names'
import { servedKey } from './served-versions'

type Inner = Pick<InnerRoutes, 'application' | 'service' | 'namespace' | 'tagHeader'>

/**
 * Routes of a mesh (GAMMA): HTTPRoutes whose parent is the called application's Service. A lane's rule asks for the tag
 * header; since a request that no rule takes is rejected, one rule without conditions keeps the baseline, unless a route of
 * the user's does already.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 */
export const meshRouting: InnerRouting<{ mesh?: boolean | undefined }> = {
  kinds: [routeKind],
  covers: ({ mesh }, { service }: Application) => mesh === true && service !== undefined,
  needsService: () => true,
  render: (inner, _settings, existing) => renderMesh(inner, existing),
  read: (objects, inner) => readMesh(objects, inner),
}

function renderMesh(inner: InnerRoutes, existing: readonly KubeObject[]): Rendered {
  const { application, service, namespace, tagHeader } = inner
  const lanes = inner.lanes.flatMap(({ lane, service: own }) => (own ? [{ lane, service: own }] : []))
  if (service === null || lanes.length === 0) return { objects: [], edits: [], notices: [] }
  const others = existing.filter((object) => isMeshRoute(object, service) && !isOurs(object))
  const laneRules = lanes.map(({ lane, service: own }) => ({
    matches: [{ headers: [{ type: 'Exact', name: tagHeader, value: lane }] }],
    backendRefs: [backendOf(own)],
  }))
  const rules: JsonObject[] = [
    ...laneRules,
    ...(others.length > 0 ? [] : [{ backendRefs: [backendOf(service)] }]),
  ]
  const parts = Array.from({ length: Math.ceil(rules.length / routeLimits.rules) }, (_, index) =>
    rules.slice(index * routeLimits.rules, (index + 1) * routeLimits.rules),
  )
  const names = routeNames(
    service.name,
    parts.map(() => 'lanes'),
  )
  const objects = parts.map(
    (part, index): KubeObject => ({
      ...routeKind,
      metadata: {
        name: names[index] ?? '',
        namespace,
        labels: { [labelKeys.lane]: baseline },
        annotations: { [innerAnnotation]: application },
      },
      spec: { parentRefs: [parentOf(service)], rules: part },
    }),
  )
  const [first] = others
  if (first === undefined) return { objects, edits: [], notices: [] }
  const named = { application, names: others.map(({ metadata }) => metadata.name).join(', ') }
  const message = say('planning.meshRouteBeside', named)
  const notice = {
    code: 'MeshRouteBeside',
    severity: 'info' as const,
    message,
    object: refOf(first),
    params: named,
  }
  return { objects, edits: [], notices: [notice] }
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
function parentOf({ name, port }: ServicePort): JsonObject {
  return { group: '', kind: 'Service', name, port }
}

function backendOf({ name, port }: ServicePort): JsonObject {
  return { group: '', kind: 'Service', name, port, weight: 1 }
}

function isMeshRoute(object: KubeObject, service: ServicePort): boolean {
  const isRoute = object.kind === routeKind.kind && servedKey(object) === servedKey(routeKind)
  return (
    isRoute &&
    asObjects(at(object, 'spec', 'parentRefs')).some(
      ({ kind, name, port }) =>
        kind === 'Service' && name === service.name && (port ?? service.port) === service.port,
    )
  )
}

function isOurs({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[innerAnnotation] !== undefined
}

function readMesh(objects: readonly KubeObject[], inner: Inner): InnerRoutes | null {
  const { service, application } = inner
  if (service === null) return null
  const routes = objects.filter(
    (object) =>
      isMeshRoute(object, service) && object.metadata.annotations?.[innerAnnotation] === application,
  )
  if (routes.length === 0) return null
  const rules = routes.flatMap((route) => asObjects(at(route, 'spec', 'rules')))
  return { ...inner, lanes: rules.flatMap((rule) => readLane(rule, inner.tagHeader)) }
}

function readLane(rule: JsonObject, tagHeader: string): InnerRoutes['lanes'] {
  const [match] = asObjects(rule.matches)
  const [condition, ...more] = (match && readMatch(match)) ?? []
  const [ref] = asObjects(rule.backendRefs)
  if (condition?.source !== 'header' || condition.operator !== 'exact' || more.length > 0) return []
  if (condition.name.toLowerCase() !== tagHeader.toLowerCase()) return []
  if (typeof ref?.name !== 'string' || typeof ref.port !== 'number') return []
  return [{ lane: condition.value, service: { name: ref.name, port: ref.port } }]
}
