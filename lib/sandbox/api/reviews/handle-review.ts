import type { ApiRequest } from '@/lib/sandbox/api/api-request'
import { mayTouch } from '@/lib/sandbox/api/authorization/evaluate'
import { methodNotAllowed, type Reply } from '@/lib/sandbox/api/reply'
import { ApiError } from '@/lib/sandbox/store/api-error'
import type { Store } from '@/lib/sandbox/store/store'
import { reviewAccess, reviewOwnAccess } from './access-review'
import { readReview, reviewReply } from './review-reply'
import { reviewRules } from './rules-review'

type Review = (store: Store, request: ApiRequest) => Reply

const reviews: Readonly<Record<string, Review>> = {
  'authorization.k8s.io/selfsubjectaccessreviews': reviewOwnAccess,
  'authorization.k8s.io/selfsubjectrulesreviews': reviewRules,
  'authorization.k8s.io/subjectaccessreviews': reviewAccess,
  'authentication.k8s.io/selfsubjectreviews': reviewSelf,
}

/** Answers what is asked about access and is not stored; undefined for other paths. Throws Forbidden. */
export function handleReview(store: Store, request: ApiRequest): Reply | undefined {
  const [, root, group = '', version, resource = '', ...rest] = request.path.split('/')
  if (root !== 'apis' || version !== 'v1' || rest.length > 0) return undefined
  const review = reviews[`${group}/${resource}`]
  if (review === undefined) return undefined
  if (request.method !== 'POST') throw methodNotAllowed()
  const asked = { verb: 'create', group, resource, name: undefined, namespace: undefined }
  if (!mayTouch(store, request.user, asked).allowed) throw forbiddenReview(request, group, resource)
  return review(store, request)
}

function forbiddenReview({ user }: ApiRequest, group: string, resource: string): ApiError {
  const why = `User "${user.name}" cannot create resource "${resource}" in API group "${group}" at the cluster scope`
  return new ApiError(403, 'Forbidden', `${resource}.${group} is forbidden: ${why}`, {
    group,
    kind: resource,
  })
}

/** Who the caller is. @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/self-subject-review-v1/ */
function reviewSelf(_store: Store, request: ApiRequest): Reply {
  const kind = 'SelfSubjectReview'
  const { name, groups, uid } = request.user
  const userInfo = { username: name, ...(uid === undefined ? {} : { uid }), groups }
  return reviewReply(request, kind, 'authentication.k8s.io/v1', readReview(request, kind), { userInfo })
}
