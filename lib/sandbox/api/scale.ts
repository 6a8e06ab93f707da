import { badRequest, notFound } from '@/lib/sandbox/store/api-error'
import { asKubeObject } from '@/lib/sandbox/store/as-json'
import { ensureObject, numberAt, objectAt } from '@/lib/sandbox/store/json-path'
import type { Json, JsonObject, KubeObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { rootSchema } from '@/lib/sandbox/store/schema/schema-of'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, managerOf, mediaType, readBody } from './api-request'
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
  const wanted = wantedReplicas(request, scaleOf(old))
  const draft = structuredClone({ ...old })
  const spec = draft.spec
  if (!isJsonObject(spec)) throw badRequest('the object has no spec')
  spec.replicas = wanted
  const options = { manager: managerOf(request), dryRun: isDryRun(request), subresource: 'scale' as const }
  return ok(scaleOf(context.store.update(kind, asKubeObject({ ...draft, spec }), options)))
}

function wantedReplicas(request: ApiRequest, current: JsonObject): number {
  const scale = requestedScale(request, current)
  const replicas = objectAt(scale, 'spec')?.replicas ?? 0
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32',
    )
  }
  return replicas
}

function requestedScale(request: ApiRequest, current: JsonObject): Json {
  switch (request.method) {
    case 'PUT':
      return readBody(request)
    case 'PATCH':
      if (mediaType(request) === 'application/apply-patch+yaml') return readBody(request)
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
