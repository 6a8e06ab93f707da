import { ApiError, badRequest, notFound } from '@/lib/sandbox/store/api-error'
import { asJson, asKubeObject } from '@/lib/sandbox/store/as-json'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import type { StructType } from '@/lib/sandbox/store/schema/type'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, managerOf, mediaType, readBody } from './api-request'
import { applyObject } from './apply-object'
import { checkIdentity } from './check-identity'
import { decodePatched, warningHeader } from './field-validation'
import { inVersion } from './in-version'
import { jsonPatch } from './patch/json-patch'
import { mergePatch } from './patch/merge-patch'
import { strategicMergePatch } from './patch/strategic-merge-patch'
import type { Reply } from './reply'
import { replyObject } from './reply-object'
import type { Target } from './target'
import { writtenSubresource } from './update-object'

/** PATCH of an object or its status, in any of the four forms. */
export function patchObject(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  if (mediaType(request) === 'application/apply-patch+yaml')
    return applyObject(context, request, target, name)
  const { kind } = target
  if (kind.custom !== undefined) refuseStrategic(request)
  const patch = readPatch(request)
  const old = context.store.get(kind, target.namespace, name)
  if (old === undefined) throw notFound(kind, name)
  const patched = applyPatch(schemaOf(kind), asJson(inVersion(kind, old)), patch, request)
  const { object, warnings } = decodePatched(kind, patched, request, request.body.toString('utf8'))
  checkIdentity(target, object)
  const subresource = writtenSubresource(target)
  const options = {
    manager: managerOf(request),
    dryRun: isDryRun(request),
    ...(subresource === undefined ? {} : { subresource }),
  }
  const updated = context.store.update(kind, asKubeObject(object), options)
  return replyObject(request, kind, updated, 200, warningHeader(warnings))
}

/** Custom kinds have no strategic merge: their types carry no directions for it. */
function refuseStrategic(request: ApiRequest): void {
  if (mediaType(request) !== 'application/strategic-merge-patch+json') return
  const accepted = 'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml'
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted}`
  throw new ApiError(415, 'UnsupportedMediaType', message)
}

/** Reads a patch body. Throws 415 for what is no patch. */
export function readPatch(request: ApiRequest): Json {
  const type = mediaType(request)
  if (!/^application\/(json-patch|merge-patch|strategic-merge-patch)\+json$/.test(type)) {
    throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  }
  return readBody(request)
}

/** Applies a JSON, merge or strategic merge patch to an object. */
export function applyPatch(type: StructType, target: JsonObject, patch: Json, request: ApiRequest): Json {
  switch (mediaType(request)) {
    case 'application/json-patch+json':
      return jsonPatch(target, patch)
    case 'application/strategic-merge-patch+json':
      if (!isJsonObject(patch))
        throw badRequest(
          'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
        )
      return strategicMergePatch(type, target, patch)
    default:
      return mergePatch(target, patch)
  }
}
