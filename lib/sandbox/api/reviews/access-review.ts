import type { ApiRequest } from '@/lib/sandbox/api/api-request'
import { type Decision, mayTouch, mayVisit } from '@/lib/sandbox/api/authorization/evaluate'
import type { Reply } from '@/lib/sandbox/api/reply'
import { authenticatedGroup, type User } from '@/lib/sandbox/api/users'
import { badRequest } from '@/lib/sandbox/store/api-error'
import { listAt, objectAt, textAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { readReview, reviewReply } from './review-reply'

const apiVersion = 'authorization.k8s.io/v1'

/**
 * POST of a SelfSubjectAccessReview: whether the caller may do what it asks about.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 */
export function reviewOwnAccess(store: Store, request: ApiRequest): Reply {
  const kind = 'SelfSubjectAccessReview'
  const review = readReview(request, kind)
  return reviewReply(request, kind, apiVersion, review, statusOf(decide(store, request.user, review)))
}

/**
 * POST of a SubjectAccessReview: whether the user that it names may.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
 */
export function reviewAccess(store: Store, request: ApiRequest): Reply {
  const kind = 'SubjectAccessReview'
  const review = readReview(request, kind)
  const groups = listAt(review, 'spec', 'groups').map(String)
  const user: User = { name: textAt(review, 'spec', 'user') ?? '', groups: [...groups, authenticatedGroup] }
  return reviewReply(request, kind, apiVersion, review, statusOf(decide(store, user, review)))
}

function decide(store: Store, user: User, review: JsonObject): Decision {
  const resource = objectAt(review, 'spec', 'resourceAttributes')
  const path = objectAt(review, 'spec', 'nonResourceAttributes')
  if ((resource === undefined) === (path === undefined)) {
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified')
  }
  if (resource === undefined) {
    return mayVisit(store, user, { verb: textAt(path, 'verb') ?? '', path: textAt(path, 'path') ?? '' })
  }
  const plural = textAt(resource, 'resource') ?? ''
  const subresource = textAt(resource, 'subresource')
  return mayTouch(store, user, {
    verb: textAt(resource, 'verb') ?? '',
    group: textAt(resource, 'group') ?? '',
    resource: subresource === undefined ? plural : `${plural}/${subresource}`,
    name: textAt(resource, 'name'),
    namespace: textAt(resource, 'namespace'),
  })
}

function statusOf({ allowed, reason }: Decision): object {
  return reason === '' ? { allowed } : { allowed, reason }
}
