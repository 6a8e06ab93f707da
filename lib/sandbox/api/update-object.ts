import { notFound, otherObject } from '@/lib/sandbox/store/api-error'
import { asKubeObject } from '@/lib/sandbox/store/as-json'
import { textAt } from '@/lib/sandbox/store/json-path'
import type { UpdateOptions } from '@/lib/sandbox/store/store'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, managerOf, readBody } from './api-request'
import { checkIdentity } from './check-identity'
import { decodeBody, warningHeader } from './field-validation'
import type { Reply } from './reply'
import { replyObject } from './reply-object'
import type { Target } from './target'

/** The part of an object that a subresource writes, or undefined for the object itself. */
export function writtenSubresource(target: Target): UpdateOptions['subresource'] {
  switch (target.subresource) {
    case 'status':
    case 'finalize':
      return target.subresource
    default:
      return undefined
  }
}

/** PUT of an object, its status or a namespace's finalizers. */
export function updateObject(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const { object, warnings } = decodeBody(target.kind, readBody(request), request)
  checkIdentity(target, object)
  const old = context.store.get(target.kind, target.namespace, name)
  if (old === undefined) throw notFound(target.kind, name)
  const uid = textAt(object, 'metadata', 'uid')
  if (uid !== undefined && uid !== old.metadata.uid) throw otherObject(target.kind, old, uid)
  const subresource = writtenSubresource(target)
  const options = {
    manager: managerOf(request),
    dryRun: isDryRun(request),
    ...(subresource === undefined ? {} : { subresource }),
  }
  const updated = context.store.update(target.kind, asKubeObject(object), options)
  return replyObject(request, target.kind, updated, 200, warningHeader(warnings))
}
