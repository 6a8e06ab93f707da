import { asObject, asObjects, type JsonObject } from '@/lib/domain/json'

/** A ConfigMap or Secret that pods name; an `optional` one may be missing. */
export type ConfigRef = { kind: 'ConfigMap' | 'Secret'; name: string; optional: boolean }

/** Gives the name that a reference shall have. */
type Rename = (ref: ConfigRef) => string

/** The ConfigMaps and Secrets that a pod's spec names, each once. */
export function configRefs(pod: JsonObject): ConfigRef[] {
  const refs = new Map<string, ConfigRef>()
  withConfigNames(pod, (ref) => {
    const key = `${ref.kind}/${ref.name}`
    const known = refs.get(key)
    refs.set(key, known ? { ...known, optional: known.optional && ref.optional } : ref)
    return ref.name
  })
  return [...refs.values()]
}

/**
 * A pod's spec with other names of ConfigMaps and Secrets: in variables, volumes, projected volumes and pull secrets. What
 * drivers of storage name is theirs, and stays.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
 */
export function withConfigNames(pod: JsonObject, rename: Rename): JsonObject {
  const lists = ['containers', 'initContainers', 'ephemeralContainers'].filter((list) =>
    Array.isArray(pod[list]),
  )
  return {
    ...pod,
    ...Object.fromEntries(
      lists.map((list) => [list, asObjects(pod[list]).map((one) => ofContainer(one, rename))]),
    ),
    ...(Array.isArray(pod.volumes) && {
      volumes: asObjects(pod.volumes).map((one) => ofVolume(one, rename)),
    }),
    ...(Array.isArray(pod.imagePullSecrets) && {
      imagePullSecrets: asObjects(pod.imagePullSecrets).map((one) => renamed(one, 'name', 'Secret', rename)),
    }),
  }
}

function ofContainer(container: JsonObject, rename: Rename): JsonObject {
  const { env, envFrom } = container
  return {
    ...container,
    ...(Array.isArray(env) && {
      env: asObjects(env).map((one) =>
        below(one, 'valueFrom', (source) => ofSource(source, rename, 'configMapKeyRef', 'secretKeyRef')),
      ),
    }),
    ...(Array.isArray(envFrom) && {
      envFrom: asObjects(envFrom).map((one) => ofSource(one, rename, 'configMapRef', 'secretRef')),
    }),
  }
}

function ofVolume(volume: JsonObject, rename: Rename): JsonObject {
  const plain = below(
    below(volume, 'configMap', (source) => renamed(source, 'name', 'ConfigMap', rename)),
    'secret',
    (source) => renamed(source, 'secretName', 'Secret', rename),
  )
  return below(plain, 'projected', (projected) => ({
    ...projected,
    ...(Array.isArray(projected.sources) && {
      sources: asObjects(projected.sources).map((one) => ofSource(one, rename, 'configMap', 'secret')),
    }),
  }))
}

function ofSource(source: JsonObject, rename: Rename, configMap: string, secret: string): JsonObject {
  return below(
    below(source, configMap, (one) => renamed(one, 'name', 'ConfigMap', rename)),
    secret,
    (one) => renamed(one, 'name', 'Secret', rename),
  )
}

/** The object with one part of it changed, where it has that part. */
function below(object: JsonObject, field: string, change: (part: JsonObject) => JsonObject): JsonObject {
  return object[field] === undefined ? object : { ...object, [field]: change(asObject(object[field])) }
}

function renamed(object: JsonObject, field: string, kind: ConfigRef['kind'], rename: Rename): JsonObject {
  const name = object[field]
  if (typeof name !== 'string') return object
  return { ...object, [field]: rename({ kind, name, optional: object.optional === true }) }
}
