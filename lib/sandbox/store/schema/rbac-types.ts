/**
 * Types of roles, bindings, tokens and reviews of access, in the notation of `parseTypes`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/
 */
export const rbacTypes = `
AggregationRule: clusterRoleSelectors LabelSelector[]
BoundObjectReference: apiVersion string, kind string, name string, uid string
ClusterRole: aggregationRule AggregationRule, metadata ObjectMeta!, rules PolicyRule[]~
ClusterRoleBinding: metadata ObjectMeta!, roleRef RoleRef!, subjects Subject[]
PolicyRule: apiGroups string[], nonResourceURLs string[], resourceNames string[], resources string[],
  verbs string[]~
Role: metadata ObjectMeta!, rules PolicyRule[]~
RoleBinding: metadata ObjectMeta!, roleRef RoleRef!, subjects Subject[]
RoleRef#: apiGroup string!, kind string!, name string!
SelfSubjectReview: metadata ObjectMeta!, status any
SelfSubjectRulesReview: metadata ObjectMeta!, spec SelfSubjectRulesReviewSpec!, status any
SelfSubjectRulesReviewSpec: namespace string
Subject#: apiGroup string, kind string!, name string!, namespace string
SubjectAccessReview: metadata ObjectMeta!, spec SubjectAccessReviewSpec!, status SubjectAccessReviewStatus!
SubjectAccessReviewSpec: groups string[], nonResourceAttributes NonResourceAttributes,
  resourceAttributes ResourceAttributes, uid string, user string
TokenRequest: metadata ObjectMeta!, spec TokenRequestSpec!, status any
TokenRequestSpec: audiences string[], boundObjectRef BoundObjectReference, expirationSeconds int64?
`
