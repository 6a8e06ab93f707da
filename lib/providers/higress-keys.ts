import type { KubeObject } from '@/lib/domain/kube-object'

/**
 * The annotations that Higress reads. Its canary family is ingress-nginx's; what it added itself stands behind `higress.io`.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/parser.go
 */
export const higressKeys = {
  /** `"true"` makes the Ingress a weighted version of the one with the same host, path and matches.
   * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/canary.go */
  canary: 'nginx.ingress.kubernetes.io/canary',
  /** Part of `weightTotal`. */
  weight: 'nginx.ingress.kubernetes.io/canary-weight',
  weightTotal: 'nginx.ingress.kubernetes.io/canary-weight-total',
  /** Methods, separated by one space.
   * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/match.go */
  method: 'higress.io/match-method',
  /** One `name value` a line, set on the request to the backend.
   * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/header_control.go */
  updateHeader: 'higress.io/request-header-control-update',
  /** Comma separated names, removed from the request to the backend. */
  removeHeader: 'higress.io/request-header-control-remove',
  /** The Service, by its first port, that answers while the route's own has no endpoints.
   * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/default_backend.go */
  defaultBackend: 'higress.io/default-backend',
} as const

/** What a match looks at, as its annotation says it. */
export type MatchPlace = 'header' | 'query' | 'pseudo-header'

/** How a match compares: a whole value, its beginning, or an RE2 pattern of the whole value. */
export type MatchType = 'exact' | 'prefix' | 'regex'

/**
 * `higress.io/exact-match-header-x-user` and its kin; the matches of one Ingress are joined by AND.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/match.go
 */
export function matchKey(type: MatchType, place: MatchPlace, name: string): string {
  return `higress.io/${type}-match-${place}-${name}`
}

const matchPattern = /^higress\.io\/(exact|prefix|regex)-match-(header|query|pseudo-header)-(.+)$/

/** The inverse of `matchKey`; null for any other annotation. */
export function readMatchKey(key: string): { type: MatchType; place: MatchPlace; name: string } | null {
  const [, type, place, name] = matchPattern.exec(key) ?? []
  if (type !== 'exact' && type !== 'prefix' && type !== 'regex') return null
  if (place !== 'header' && place !== 'query' && place !== 'pseudo-header') return null
  return name === undefined ? null : { type, place, name }
}

/** Whether an annotation is one of the matches, or so like one that Higress stumbles over it. */
export function isMatchAnnotation(key: string): boolean {
  return /match-(header|query|pseudo-header)/.test(key) || key === higressKeys.method
}

const sharedPrefix = 'nginx.ingress.kubernetes.io/'
const ownPrefix = 'higress.io/'

/**
 * An Ingress with its canary annotations under ingress-nginx's prefix: Higress reads them under its own too, where the
 * other does not stand.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/parser.go
 */
export function withSharedKeys(ingress: KubeObject): KubeObject {
  const own = ingress.metadata.annotations ?? {}
  const names = Object.keys(own).filter((key) => key.startsWith(`${ownPrefix}canary`))
  if (names.length === 0) return ingress
  const moved = names.map((key) => [sharedPrefix + key.slice(ownPrefix.length), own[key] ?? ''] as const)
  const kept = Object.entries(own).filter(([key]) => !names.includes(key))
  const annotations = { ...Object.fromEntries(moved), ...Object.fromEntries(kept) }
  return { ...ingress, metadata: { ...ingress.metadata, annotations } }
}
