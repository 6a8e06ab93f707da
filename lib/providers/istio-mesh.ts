import type { Application } from '@/lib/domain/application'
import { baseline } from '@/lib/domain/baseline'
import { asObject, asObjects, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { innerAnnotation, labelKeys } from '@/lib/domain/labels'
import { versionBehind } from './istio-base'
import {
  destinationRuleKind,
  gatewaysOf,
  hostsOf,
  isIstio,
  meshGateway,
  serviceHost,
  serviceOfHost,
  virtualServiceKind,
} from './istio-hosts'
import type { IstioSettings } from './istio-settings'
import { destinationRule } from './istio-subsets'
import type { InnerRoutes, InnerRouting, Rendered } from './provider'

type Inner = Pick<InnerRoutes, 'application' | 'service' | 'namespace' | 'tagHeader'>

/** What the names of our rules in a VirtualService of the user's begin with. */
const ruleName = 'lanekeeper-inner'

/**
 * Calls between applications by their sidecars: one VirtualService for each called Service, or rules on top of the user's,
 * since a sidecar obeys one VirtualService for a host. A lane's rule asks for the tag header, which applications under a
 * sidecar must pass on themselves.
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
 */
export const istioInner: InnerRouting<IstioSettings> = {
  kinds: [virtualServiceKind, destinationRuleKind],
  covers: ({ mesh }, { service }: Application) => mesh && service !== undefined,
  needsService: ({ subsets }) => subsets === 'own-service',
  render: renderInner,
  read: readInner,
}

function renderInner(inner: InnerRoutes, settings: IstioSettings, existing: readonly KubeObject[]): Rendered {
  const { application, service, namespace, tagHeader, lanes, holds = false } = inner
  if (service === null || (lanes.length === 0 && !holds)) return { objects: [], edits: [], notices: [] }
  const theirs = existing.find((object) => isTheirs(object, inner))
  const versions = lanes.flatMap(({ lane, service: own }) => (own ? [] : [lane]))
  const isShared = holds || versions.length > 0
  const base = isShared ? (settings.baseVersion ?? versionBehind(service.name, existing)) : null
  const subsets =
    !isShared || (versions.length === 0 && base === null)
      ? { objects: [], notices: [] }
      : destinationRule({
          name: `${service.name}-lanes`,
          namespace,
          service: service.name,
          versions: [...(base === null ? [] : [base]), ...versions],
          beside: existing.filter((object) => isRuleFor(object, inner)),
          trafficPolicy: settings.trafficPolicy,
        })
  const rules = lanes.map(({ lane, service: own }) => ({
    name: `${ruleName}/${lane}`,
    match: [{ headers: { [tagHeader.toLowerCase()]: { exact: lane } } }],
    route: [{ destination: destination(own?.name ?? service.name, inner, own ? undefined : lane) }],
  }))
  if (theirs) return { ...subsets, edits: edited(theirs, rules, { inner, base }) }
  const rest = {
    name: ruleName,
    route: [{ destination: destination(service.name, inner, base ?? undefined) }],
  }
  const route: KubeObject = {
    ...virtualServiceKind,
    metadata: {
      name: `${service.name}-lanes`,
      namespace,
      labels: { [labelKeys.lane]: baseline },
      annotations: { [innerAnnotation]: application },
    },
    spec: { hosts: [serviceHost(service.name, namespace)], gateways: [meshGateway], http: [...rules, rest] },
  }
  return { objects: [...subsets.objects, route], edits: [], notices: subsets.notices }
}

function destination(name: string, { namespace, service }: Inner, subset: string | undefined): JsonObject {
  const host = serviceHost(name, namespace)
  return { host, port: { number: service?.port }, ...(subset !== undefined && { subset }) }
}

/** The user's rules that lead to any pod behind a shared Service lead to the baseline's version. */
function edited(
  object: KubeObject,
  rules: readonly JsonObject[],
  { inner, base }: { inner: InnerRoutes; base: string | null },
): Rendered['edits'] {
  const before = asObjects(at(object, 'spec', 'http'))
  const held = base === null ? before : before.map((rule) => heldRule(rule, base, object, inner))
  const after = [...rules, ...held]
  if (rules.length === 0 && held.every((rule, index) => rule === before[index])) return []
  return [{ ref: refOf(object), uid: object.metadata.uid, path: '/spec/http', before, after }]
}

function heldRule(rule: JsonObject, base: string, object: KubeObject, { service }: InnerRoutes): JsonObject {
  const isOpen = (to: JsonObject) => {
    const { host, subset } = asObject(to.destination)
    return subset === undefined && serviceOfHost(host, object.metadata.namespace) === service?.name
  }
  const route = asObjects(rule.route)
  if (!route.some(isOpen)) return rule
  const held = route.map((to) =>
    isOpen(to) ? { ...to, destination: { ...asObject(to.destination), subset: base } } : to,
  )
  return { ...rule, route: held }
}

/** A VirtualService of the user's that sidecars obey for calls to the Service. */
function isTheirs(object: KubeObject, inner: Inner): boolean {
  return isMeshRoute(object, inner) && object.metadata.labels?.[labelKeys.lane] === undefined
}

function isMeshRoute(object: KubeObject, { service }: Inner): boolean {
  return (
    isIstio(object, 'VirtualService') &&
    gatewaysOf(object).includes(meshGateway) &&
    hostsOf(object).some((host) => serviceOfHost(host, object.metadata.namespace) === service?.name)
  )
}

function isRuleFor(object: KubeObject, { service }: Inner): boolean {
  const isLanes = object.metadata.labels?.[labelKeys.lane] !== undefined
  const host = serviceOfHost(at(object, 'spec', 'host'), object.metadata.namespace)
  return isIstio(object, 'DestinationRule') && !isLanes && host === service?.name
}

function readInner(objects: readonly KubeObject[], inner: Inner): InnerRoutes | null {
  const route = objects.find((object) => isMeshRoute(object, inner) && namesOf(object).length > 0)
  if (!route || inner.service === null) return null
  const { name, port } = inner.service
  const lanes = asObjects(at(route, 'spec', 'http')).flatMap((rule): InnerRoutes['lanes'] => {
    const [to] = asObjects(rule.route)
    const lane = at(asObjects(rule.match)[0], 'headers', inner.tagHeader.toLowerCase(), 'exact')
    const target = serviceOfHost(asObject(to?.destination).host, inner.namespace)
    if (!isOurs(rule) || typeof lane !== 'string' || target === null) return []
    return [{ lane, service: target === name ? null : { name: target, port } }]
  })
  return { ...inner, lanes }
}

function namesOf(route: KubeObject): JsonObject[] {
  return asObjects(at(route, 'spec', 'http')).filter(isOurs)
}

function isOurs({ name }: JsonObject): boolean {
  return typeof name === 'string' && name.split('/')[0] === ruleName
}
