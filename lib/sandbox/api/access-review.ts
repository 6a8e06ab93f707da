import { badRequest } from '@/lib/sandbox/store/api-error'
import { recordUpdate } from '@/lib/sandbox/store/fields/record-update'
import { objectAt, textAt } from '@/lib/sandbox/store/json-path'
import { decode } from '@/lib/sandbox/store/schema/decode'
import { rootSchema } from '@/lib/sandbox/store/schema/schema-of'
import { zeroStruct } from '@/lib/sandbox/store/schema/zero-value'
import { timestamp } from '@/lib/sandbox/store/timestamp'
import { type ApiRequest, managerOf, readBody } from './api-request'
import { mayDo } from './authorize'
import type { Reply } from './reply'

const apiVersion = 'authorization.k8s.io/v1'

/**
 * POST of a SelfSubjectAccessReview: whether the caller may do what it asks about.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 */
export function reviewAccess(request: ApiRequest): Reply {
  const type = rootSchema('SelfSubjectAccessReview')
  const review = decode(type, readBody(request), { mode: 'complete', unknown: [] })
  const attributes = objectAt(review, 'spec', 'resourceAttributes')
  const path = objectAt(review, 'spec', 'nonResourceAttributes')
  if (attributes === undefined && path === undefined) {
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified')
  }
  const allowed =
    attributes === undefined
      ? request.user.role === 'admin' || textAt(path, 'verb') === 'get'
      : mayDo(request.user, textAt(attributes, 'verb') ?? '', textAt(attributes, 'resource') ?? '')
  const managedFields = recordUpdate({
    type,
    before: zeroStruct(type),
    after: review,
    managedFields: [],
    manager: managerOf(request),
    apiVersion,
    resets: ['status'],
    time: timestamp(),
  })
  const body = {
    ...review,
    kind: 'SelfSubjectAccessReview',
    apiVersion,
    metadata: { managedFields },
    status: { allowed },
  }
  return { status: 201, body }
}
