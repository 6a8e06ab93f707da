/** The verbs of requests for resources. @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection'

/** What someone wants to do to a resource; `resource` has its subresource behind a slash. Without a namespace: cluster-wide. */
export type ResourceAttributes = {
  verb: string
  group: string
  resource: string
  name: string | undefined
  namespace: string | undefined
}

/** What someone wants of a path that is no resource. */
export type PathAttributes = { verb: string; path: string }
