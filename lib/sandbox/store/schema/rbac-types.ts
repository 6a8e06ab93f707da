/**
 * Types of roles, bindings, tokens and reviews of access, in the notation of `parseTypes`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/
 */
export const rbacTypes = `
AggregationRule: clusterRoleSelectors LabelSelector[]
BoundObjectReference: apiVersion string, kind string, name string, uid string
ClusterRole: aggregationRule AggregationRule, metadata ObjectMeta!, rules PolicyRule[]~
ClusterRoleBinding: metadata ObjectMeta!, roleRef RoleRef!, subjects Subject[]
NonResourceRule: nonResourceURLs string[], verbs string[]~
PolicyRule: apiGroups string[], nonResourceURLs string[], resourceNames string[], resources string[],
  verbs string[]~
ResourceRule: apiGroups string[], resourceNames string[], resources string[], verbs string[]~
Role: metadata ObjectMeta!, rules PolicyRule[]~
RoleBinding: metadata ObjectMeta!, roleRef RoleRef!, subjects Subject[]
RoleRef#: apiGroup string!, kind string!, name string!
SelfSubjectReview: metadata ObjectMeta!, status SelfSubjectReviewStatus!
SelfSubjectReviewStatus: userInfo UserInfo
SelfSubjectRulesReview: metadata ObjectMeta!, spec SelfSubjectRulesReviewSpec!,
  status SubjectRulesReviewStatus!
SelfSubjectRulesReviewSpec: namespace string
Subject#: apiGroup string, kind string!, name string!, namespace string
SubjectAccessReview: metadata ObjectMeta!, spec SubjectAccessReviewSpec!, status SubjectAccessReviewStatus!
SubjectAccessReviewSpec: groups string[], nonResourceAttributes NonResourceAttributes,
  resourceAttributes ResourceAttributes, uid string, user string
SubjectRulesReviewStatus: evaluationError string, incomplete bool!, nonResourceRules NonResourceRule[]~,
  resourceRules ResourceRule[]~
TokenRequest: metadata ObjectMeta!, spec TokenRequestSpec!, status TokenRequestStatus!
TokenRequestSpec: audiences string[], boundObjectRef BoundObjectReference, expirationSeconds int64?
TokenRequestStatus: expirationTimestamp time, token string!
UserInfo: groups string[], uid string, username string
`
