import { asObject, asObjects, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type Sentence, say } from '@/lib/words/sentence'
import type { Upgraded } from './upgrade-deployment'

const oldVersions = new Set(['extensions/v1beta1', 'networking.k8s.io/v1beta1'])
const version = 'networking.k8s.io/v1'

/**
 * An Ingress of a version that is gone as `networking.k8s.io/v1`. Null when it is of no old version.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122
 */
export function upgradeIngress(object: KubeObject): Upgraded | null {
  const { apiVersion, kind } = object
  if (kind !== 'Ingress' || !oldVersions.has(apiVersion)) return null
  const changes = [say('pasted.toVersion', { from: apiVersion, to: version }), say('pasted.backendForm')]
  const spec = Object.fromEntries(
    Object.entries(asObject(object.spec)).map(([field, value]) => {
      if (field === 'backend') return ['defaultBackend', upgradeBackend(value)]
      return field === 'rules'
        ? ['rules', asObjects(value).map((rule) => upgradeRule(rule, changes))]
        : [field, value]
    }),
  )
  return { object: { ...object, apiVersion: version, spec }, changes }
}

function upgradeRule(rule: JsonObject, changes: Sentence[]): JsonObject {
  if (rule.http === undefined) return rule
  const http = asObject(rule.http)
  const paths = asObjects(http.paths).map(({ backend, ...path }) => {
    if (path.pathType === undefined)
      changes.push(say('pasted.pathType', { path: typeof path.path === 'string' ? path.path : '/' }))
    return { ...path, pathType: path.pathType ?? 'ImplementationSpecific', backend: upgradeBackend(backend) }
  })
  return { ...rule, http: { ...http, paths } }
}

/** A port's name stays a name, a number in quotes too. */
function upgradeBackend(backend: unknown): JsonObject {
  const { serviceName, servicePort, ...rest } = asObject(backend)
  if (serviceName === undefined) return rest
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort }
  return { ...rest, service: { name: serviceName, port } }
}
