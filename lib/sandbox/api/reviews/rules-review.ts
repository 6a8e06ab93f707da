import type { ApiRequest } from '@/lib/sandbox/api/api-request'
import { grantsOf } from '@/lib/sandbox/api/authorization/granted-rules'
import type { PolicyRule } from '@/lib/sandbox/api/authorization/policy-rule'
import type { Reply } from '@/lib/sandbox/api/reply'
import { badRequest } from '@/lib/sandbox/store/api-error'
import { textAt } from '@/lib/sandbox/store/json-path'
import type { Store } from '@/lib/sandbox/store/store'
import { readReview, reviewReply } from './review-reply'

/**
 * POST of a SelfSubjectRulesReview: everything that the caller may do in a namespace.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-rules-review-v1/
 */
export function reviewRules(store: Store, request: ApiRequest): Reply {
  const kind = 'SelfSubjectRulesReview'
  const review = readReview(request, kind)
  const namespace = textAt(review, 'spec', 'namespace')
  if (namespace === undefined) throw badRequest('no namespace on request')
  const rules = grantsOf(store, request.user, namespace).flatMap((grant) =>
    'rule' in grant ? [grant.rule] : [],
  )
  const status = {
    resourceRules: rules.filter((rule) => rule.resources.length > 0).map(resourceRule),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  }
  return reviewReply(request, kind, 'authorization.k8s.io/v1', review, status)
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule): object {
  return { verbs, apiGroups, resources, ...(resourceNames.length === 0 ? {} : { resourceNames }) }
}
