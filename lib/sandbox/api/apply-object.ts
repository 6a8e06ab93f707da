import { hasStatus } from '@/lib/sandbox/store/admission/admit'
import { badRequest, invalid, missingObject } from '@/lib/sandbox/store/api-error'
import { asJson, asKubeObject } from '@/lib/sandbox/store/as-json'
import { apply } from '@/lib/sandbox/store/fields/apply'
import { listAt, textAt, valueAt } from '@/lib/sandbox/store/json-path'
import { apiVersionOf } from '@/lib/sandbox/store/kinds'
import type { JsonObject, KubeObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import { zeroStruct } from '@/lib/sandbox/store/schema/zero-value'
import { timestamp } from '@/lib/sandbox/store/timestamp'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, readBody } from './api-request'
import { authorize } from './authorization/authorize'
import { checkIdentity } from './check-identity'
import { decodeApplied } from './field-validation'
import { inVersion } from './in-version'
import type { Reply } from './reply'
import { replyObject } from './reply-object'
import type { Target } from './target'
import { writtenSubresource } from './update-object'

/**
 * Server-side apply: creates or merges, and records who owns which field.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function applyObject(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const manager = requiredManager(request)
  const { kind, namespace } = target
  const applied = readApplied(request, target, name)
  const old = context.store.get(kind, namespace, name)
  const type = schemaOf(kind)
  const subresource = writtenSubresource(target)
  const resets = subresource === 'status' ? ['spec'] : hasStatus(kind) ? ['status'] : []
  const live = old === undefined ? zeroStruct(type) : withoutManagers(inVersion(kind, old))
  const result = apply({
    type,
    live,
    applied,
    managedFields: old?.metadata.managedFields ?? [],
    manager,
    apiVersion: apiVersionOf(kind),
    ...(subresource === undefined ? {} : { subresource }),
    force: request.query.get('force') === 'true',
    resets,
    time: timestamp(),
  })
  const draft = asKubeObject(result.object)
  const options = { manager, dryRun: isDryRun(request), managedFields: result.managedFields }
  if (old === undefined) {
    const uid = textAt(applied, 'metadata', 'uid')
    if (uid !== undefined) throw missingObject(kind, name, uid)
    authorize(context.store, request.user, 'create', target)
    return replyObject(request, kind, context.store.create(kind, draft, options), 201)
  }
  const updated = context.store.update(kind, draft, {
    ...options,
    ...(subresource === undefined ? {} : { subresource }),
  })
  return replyObject(request, kind, updated, 200)
}

/** The manager in whose name is applied. Throws Invalid where the request names none. */
export function requiredManager(request: ApiRequest): string {
  const manager = request.query.get('fieldManager') ?? ''
  if (manager !== '') return manager
  const message = 'Required value: is required for apply patch'
  throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
    { reason: 'FieldValueRequired', message, field: 'fieldManager' },
  ])
}

function readApplied(request: ApiRequest, target: Target, name: string): JsonObject {
  const body = readBody(request)
  if (!isJsonObject(body)) throw badRequest('error decoding YAML: the body is not an object')
  if (listAt(body, 'metadata', 'managedFields').length > 0)
    throw badRequest('metadata.managedFields must be nil')
  for (const field of ['apiVersion', 'kind']) {
    if (textAt(body, field) === undefined) throw badRequest(`invalid object type: ${field} must be set`)
  }
  if (valueAt(body, 'metadata') === undefined) body.metadata = {}
  const applied = decodeApplied(target.kind, body, target.namespace, name)
  checkIdentity(target, applied)
  return applied
}

/** An object without what is said of its managers: they own no part of it. */
export function withoutManagers(object: KubeObject): JsonObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata
  return asJson({ ...object, metadata })
}
