import { asKubeObject } from '@/lib/sandbox/store/as-json'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, managerOf, readBody } from './api-request'
import { checkIdentity } from './check-identity'
import { decodeBody, warningHeader } from './field-validation'
import type { Reply } from './reply'
import { replyObject } from './reply-object'
import type { Target } from './target'

/** POST of a new object. */
export function createObject(context: ApiContext, request: ApiRequest, target: Target): Reply {
  const { object, warnings } = decodeBody(target.kind, readBody(request), request)
  checkIdentity(target, object)
  const options = { manager: managerOf(request), dryRun: isDryRun(request) }
  const created = context.store.create(target.kind, asKubeObject(object), options)
  return replyObject(request, target.kind, created, 201, warningHeader(warnings))
}
