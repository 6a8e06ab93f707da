import { badRequest } from '@/lib/sandbox/store/api-error'
import { ensureObject, textAt } from '@/lib/sandbox/store/json-path'
import { apiVersionOf } from '@/lib/sandbox/store/kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import type { Target } from './target'

/** Fills in namespace, name, kind and version of a body from its path. Throws BadRequest where they differ. */
export function checkIdentity(target: Target, object: JsonObject): void {
  const { kind, namespace, name } = target
  const version = apiVersionOf(kind)
  const given = textAt(object, 'apiVersion')
  if (given !== undefined && given !== version) {
    throw badRequest(
      `the API version in the data (${given}) does not match the expected API version (${version})`,
    )
  }
  const givenKind = textAt(object, 'kind')
  if (givenKind !== undefined && givenKind !== kind.kind) {
    throw badRequest(
      `${givenKind} in version "${kind.version}" cannot be handled as a ${kind.kind}: converting (v1.${givenKind}) to (${kind.group}.${kind.kind}): unknown conversion`,
    )
  }
  object.apiVersion = version
  object.kind = kind.kind
  const metadata = ensureObject(object, 'metadata')
  const givenNamespace = textAt(metadata, 'namespace')
  if (namespace !== undefined && givenNamespace !== undefined && givenNamespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (namespace !== undefined) metadata.namespace = namespace
  const givenName = textAt(metadata, 'name')
  if (name !== undefined && givenName !== undefined && givenName !== name) {
    throw badRequest(`the name of the object (${givenName}) does not match the name on the URL (${name})`)
  }
  if (name !== undefined) metadata.name = name
}
