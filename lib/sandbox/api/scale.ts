import { badRequest, invalid, notFound } from '@/lib/sandbox/store/api-error'
import { asKubeObject } from '@/lib/sandbox/store/as-json'
import { ensureObject, numberAt, objectAt, textAt } from '@/lib/sandbox/store/json-path'
import type { Json, JsonObject, KubeObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { rootSchema } from '@/lib/sandbox/store/schema/schema-of'
import { invalidValue } from '@/lib/sandbox/store/validation/causes'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, managerOf, mediaType, readBody } from './api-request'
import { applyScale } from './apply-scale'
import { applyPatch, readPatch } from './patch-object'
import { methodNotAllowed, ok, type Reply } from './reply'
import { selectorText } from './tables/cells'
import type { Target } from './target'

/**
 * GET, PUT and PATCH of a workload's scale.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/autoscaling-resources/ (Scale)
 */
export function handleScale(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const { kind, namespace } = target
  const old = context.store.get(kind, namespace, name)
  if (old === undefined) throw notFound(kind, name)
  if (request.method === 'GET') return ok(scaleOf(old))
  const scale = requestedScale(request, scaleOf(old))
  const wanted = wantedReplicas(scale)
  if (isApply(request)) return ok(scaleOf(applyScale(context, request, target, old, wanted)))
  const draft = structuredClone({ ...old })
  const resourceVersion = textAt(scale, 'metadata', 'resourceVersion') ?? ''
  const metadata = { ...draft.metadata, resourceVersion }
  const spec = draft.spec
  if (!isJsonObject(spec)) throw badRequest('the object has no spec')
  spec.replicas = wanted
  const options = { manager: managerOf(request), dryRun: isDryRun(request), subresource: 'scale' as const }
  return ok(scaleOf(context.store.update(kind, asKubeObject({ ...draft, metadata, spec }), options)))
}

function isApply(request: ApiRequest): boolean {
  return mediaType(request) === 'application/apply-patch+yaml'
}

function wantedReplicas(scale: Json): number {
  const replicas = objectAt(scale, 'spec')?.replicas ?? 0
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32',
    )
  }
  if (replicas >= 0) return replicas
  const cause = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')
  throw invalid({ group: 'autoscaling', kind: 'Scale' }, textAt(scale, 'metadata', 'name') ?? '', [cause])
}

function requestedScale(request: ApiRequest, current: JsonObject): Json {
  switch (request.method) {
    case 'PUT':
      return readBody(request)
    case 'PATCH':
      if (isApply(request)) return readBody(request)
      return applyPatch(rootSchema('Scale'), current, readPatch(request), request)
    default:
      throw methodNotAllowed()
  }
}

function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const metadata: JsonObject = { name, namespace, uid, resourceVersion, creationTimestamp }
  const replicas = numberAt(object, 'spec', 'replicas') ?? 0
  const spec = ensureObject({}, 'spec')
  if (replicas !== 0) spec.replicas = replicas
  const selector = objectAt(object, 'spec', 'selector')
  const text = selector === undefined ? '' : selectorText(selector)
  const status = {
    replicas: numberAt(object, 'status', 'replicas') ?? 0,
    ...(text === '' ? {} : { selector: text }),
  }
  return { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata, spec, status }
}
