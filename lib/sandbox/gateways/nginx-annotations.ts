import type { Ingress } from '@/lib/sandbox/shapes/ingress'

const prefix = 'nginx.ingress.kubernetes.io/'

/** What a value of an annotation may have: what is tested literally, and what is a pattern. */
const basicChars = /^[/\-._~a-zA-Z0-9:]*$/
const regexChars = /^[/\-._~a-zA-Z0-9:^$[\](){}*+?|&=\\]*$/

/** The policy by which requests leave a base for its canary. */
export type TrafficShaping = {
  weight: number
  weightTotal: number
  header: string
  headerValue: string
  headerPattern: string
  cookie: string
}

/** How an Ingress keeps clients at one pod. */
export type CookieAffinity = { cookie: string }

/** One annotation of the controller's, by its name behind the prefix. */
export function nginxAnnotation(ingress: Ingress, name: string): string | undefined {
  return ingress.metadata.annotations?.[`${prefix}${name}`]
}

/** Whether the Ingress is a canary. Other canary annotations without this one count for nothing. */
export function isNginxCanary(ingress: Ingress): boolean {
  return /^(1|t|T|TRUE|true|True)$/.test(nginxAnnotation(ingress, 'canary') ?? '')
}

/**
 * The policy of a canary. A value that does not pass validation counts as absent, without a word to its writer.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/canary/main.go
 */
export function trafficShaping(ingress: Ingress): TrafficShaping {
  const text = (name: string, allowed: RegExp, spaces: boolean) => {
    const value = nginxAnnotation(ingress, name) ?? ''
    return allowed.test(spaces ? value.replaceAll(' ', '') : value) ? value : ''
  }
  return {
    weight: integer(nginxAnnotation(ingress, 'canary-weight'), 0),
    weightTotal: integer(nginxAnnotation(ingress, 'canary-weight-total'), 100),
    header: text('canary-by-header', basicChars, true),
    headerValue: text('canary-by-header-value', basicChars, true),
    headerPattern: text('canary-by-header-pattern', regexChars, false),
    cookie: text('canary-by-cookie', basicChars, true),
  }
}

function integer(value: string | undefined, otherwise: number): number {
  return value !== undefined && /^[+-]?\d+$/.test(value) ? Number(value) : otherwise
}

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#session-affinity */
export function cookieAffinity(ingress: Ingress): CookieAffinity | undefined {
  if (nginxAnnotation(ingress, 'affinity') !== 'cookie') return undefined
  return { cookie: nginxAnnotation(ingress, 'session-cookie-name') ?? 'INGRESSCOOKIE' }
}

/** Whether a canary leaves the affinity of its base alone: then its own pods keep nobody. */
export function hasLegacyAffinity(ingress: Ingress): boolean {
  return nginxAnnotation(ingress, 'affinity-canary-behavior') === 'legacy'
}
