/** A path of an Ingress. `ImplementationSpecific` is read as Prefix, as MSE does. */
export type PathRule = { type: 'Exact' | 'Prefix'; path: string }

/** The rule of an Ingress path; an absent path is `/`. */
export function pathRule({ pathType, path = '/' }: { pathType: string; path?: string }): PathRule {
  if (pathType === 'Exact') return { type: 'Exact', path }
  return { type: 'Prefix', path: path === '/' ? path : path.replace(/\/+$/, '') }
}

/** Whether a request path falls under the rule; prefixes go by whole elements. @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types */
export function pathMatches(rule: PathRule, path: string): boolean {
  if (rule.type === 'Exact') return path === rule.path
  return rule.path === '/' || path === rule.path || path.startsWith(`${rule.path}/`)
}

/** Exact before Prefix, longer before shorter. @see https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches */
export function comparePaths(left: PathRule, right: PathRule): number {
  if (left.type !== right.type) return left.type === 'Exact' ? -1 : 1
  return right.path.length - left.path.length
}
