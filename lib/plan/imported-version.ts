import { asObject, asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type JsonValue, LaneVersion } from '@/lib/domain/lane'
import { VersionPatch } from '@/lib/domain/patch-rules'
import { isTracking } from '@/lib/workloads/tracking'
import { sameValue } from './same-value'

/** Fields of a container that a version's patch may carry. */
const patchable = [
  'env',
  'resources',
  'args',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const

/**
 * A Deployment that runs beside its baseline as a version of a document: the image of the container that differs, the pods
 * it wants (none where an autoscaler decides), and as a patch what it has otherwise than the baseline and a patch may say.
 */
export function importedVersion(input: {
  application: string
  name: string | undefined
  deployment: KubeObject
  baseline: KubeObject
}): LaneVersion {
  const { application, deployment, baseline, name } = input
  const [own, base] = containerPair(deployment, baseline)
  const replicas = at(deployment, 'spec', 'replicas')
  const isOurs = !isAutoscaled(deployment) && typeof replicas === 'number'
  const patch = patchOf(deployment, baseline)
  return LaneVersion.parse({
    application,
    image: String(own.image ?? base.image ?? ''),
    ...(isOurs && { replicas }),
    ...(name !== undefined && { name }),
    ...(patch && { patch }),
  })
}

/** The container that the version is about, and the baseline's that it is a copy of. */
function containerPair(deployment: KubeObject, baseline: KubeObject): [JsonObject, JsonObject] {
  const pairs = containersOf(deployment).map((own, index): [JsonObject, JsonObject] => {
    const bases = containersOf(baseline)
    return [own, bases.find(({ name }) => name === own.name) ?? bases[index] ?? {}]
  })
  return pairs.find(([own, base]) => own.image !== base.image) ?? pairs[0] ?? [{}, {}]
}

function containersOf(deployment: KubeObject): JsonObject[] {
  return asObjects(at(deployment, 'spec', 'template', 'spec', 'containers'))
}

function isAutoscaled({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(({ subresource }) => subresource === 'scale')
}

function patchOf(deployment: KubeObject, baseline: KubeObject): Record<string, JsonValue> | null {
  const [own, base] = containerPair(deployment, baseline)
  const fields = Object.fromEntries(
    patchable.flatMap((field) =>
      own[field] === undefined || sameValue(own[field], base[field]) ? [] : [[field, own[field]]],
    ),
  )
  const grace = at(deployment, 'spec', 'template', 'spec', 'terminationGracePeriodSeconds')
  const isSameGrace = grace === at(baseline, 'spec', 'template', 'spec', 'terminationGracePeriodSeconds')
  const annotations = ownAnnotations(deployment, baseline)
  const spec = {
    ...(Object.keys(fields).length > 0 && { containers: [{ name: base.name, ...fields }] }),
    ...(grace !== undefined && !isSameGrace && { terminationGracePeriodSeconds: grace }),
  }
  const template = {
    ...(Object.keys(annotations).length > 0 && { metadata: { annotations } }),
    ...(Object.keys(spec).length > 0 && { spec }),
  }
  if (Object.keys(template).length === 0) return null
  const parsed = VersionPatch.safeParse({ spec: { template } })
  return parsed.success ? JSON.parse(JSON.stringify(parsed.data)) : null
}

/** Annotations of the pods that the baseline's have not, without tags and bookkeeping. */
function ownAnnotations(deployment: KubeObject, baseline: KubeObject): Record<string, string> {
  const of = (object: KubeObject) => asTexts(at(object, 'spec', 'template', 'metadata', 'annotations'))
  const base = of(baseline)
  const known = /^(alicloud\.service\.tag$|opensergo\.io\/)/
  return Object.fromEntries(
    Object.entries(of(deployment)).filter(
      ([key, value]) => base[key] !== value && !known.test(key) && !isTracking(key),
    ),
  )
}

/** Whether a Deployment wants no pods. */
export function isParked(deployment: KubeObject): boolean {
  return asObject(deployment.spec).replicas === 0
}
