import { ensureObject, listAt, objectsAt, setDefault } from '@/lib/sandbox/store/json-path'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { randomSuffix } from '@/lib/sandbox/store/random-name'
import { qualityOfService } from './quality-of-service'

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * What admission does to a new pod: service account and its token volume, tolerations, priority, first status.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
export function admitPod(pod: JsonObject): void {
  const spec = ensureObject(pod, 'spec')
  setDefault(spec, 'serviceAccountName', 'default')
  setDefault(spec, 'serviceAccount', spec.serviceAccountName ?? 'default')
  mountToken(spec)
  tolerate(spec, 'node.kubernetes.io/not-ready')
  tolerate(spec, 'node.kubernetes.io/unreachable')
  setDefault(spec, 'priority', 0)
  setDefault(spec, 'preemptionPolicy', 'PreemptLowerPriority')
  pod.status = { phase: 'Pending', qosClass: qualityOfService(spec) }
}

function mountToken(spec: JsonObject): void {
  if (spec.automountServiceAccountToken === false) return
  const name = `kube-api-access-${randomSuffix()}`
  const bare = objectsAt(spec, 'containers').filter(
    (container) => !objectsAt(container, 'volumeMounts').some((mount) => mount.mountPath === tokenPath),
  )
  if (bare.length === 0) return
  spec.volumes = [...listAt(spec, 'volumes'), tokenVolume(name)]
  for (const container of bare) {
    const mount = { name, readOnly: true, mountPath: tokenPath }
    container.volumeMounts = [...listAt(container, 'volumeMounts'), mount]
  }
}

function tokenVolume(name: string): Json {
  const namespaceFile = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3_607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespaceFile] } },
  ]
  return { name, projected: { sources, defaultMode: 0o644 } }
}

function tolerate(spec: JsonObject, key: string): void {
  if (objectsAt(spec, 'tolerations').some((toleration) => toleration.key === key)) return
  const toleration = { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }
  spec.tolerations = [...listAt(spec, 'tolerations'), toleration]
}
