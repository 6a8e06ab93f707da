import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import type { RequestFacts } from './request-facts'
import { containing, exactly, type ValueMatcher } from './value-matcher'

/** How a canary Ingress takes requests: by what they carry, by a cookie, or by weight. */
export type CanaryRule =
  | { kind: 'content'; matches(facts: RequestFacts): boolean }
  | { kind: 'cookie'; matches(facts: RequestFacts): boolean }
  | { kind: 'weight'; weight: number; total: number }

const nginx = 'nginx.ingress.kubernetes.io/'
const mse = 'mse.ingress.kubernetes.io/'

/** Whether the Ingress is a canary of another one. */
export function isCanary(ingress: Ingress): boolean {
  return ingress.metadata.annotations?.[`${nginx}canary`] === 'true'
}

/**
 * The rule of a canary Ingress, or undefined when it has none and so takes nothing. Header and query together must
 * both match; they go before the cookie, the cookie before the weight, and the first kind alone counts.
 * @see https://www.alibabacloud.com/help/en/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
export function canaryRule(ingress: Ingress): CanaryRule | undefined {
  const annotations = ingress.metadata.annotations ?? {}
  const header = annotations[`${nginx}canary-by-header`]
  const query = annotations[`${mse}canary-by-query`]
  if (header || query) return contentRule(annotations, header, query)
  const cookie = annotations[`${nginx}canary-by-cookie`]
  if (cookie) {
    const matches = exactly(annotations[`${mse}canary-by-cookie-value`] ?? 'always')
    return { kind: 'cookie', matches: ({ cookies }) => matches(cookies[cookie]) }
  }
  return weightRule(annotations)
}

function contentRule(
  annotations: Record<string, string>,
  header: string | undefined,
  query: string | undefined,
): CanaryRule {
  const byHeader = matcher(annotations, `${nginx}canary-by-header`)
  const byQuery = matcher(annotations, `${mse}canary-by-query`)
  return {
    kind: 'content',
    matches: (facts) =>
      (!header || byHeader(facts.headers[header.toLowerCase()])) &&
      (!query || byQuery(facts.query.get(query) ?? undefined)),
  }
}

/** `…-value` is exact, `…-pattern` a regular expression; without both the value must be `always`. */
function matcher(annotations: Record<string, string>, key: string): ValueMatcher {
  const value = annotations[`${key}-value`]
  const pattern = annotations[`${key}-pattern`]
  if (value !== undefined) return exactly(value)
  return pattern === undefined ? exactly('always') : containing(pattern)
}

function weightRule(annotations: Record<string, string>): CanaryRule | undefined {
  const weight = Number(annotations[`${nginx}canary-weight`])
  if (!Number.isInteger(weight) || weight < 0) return undefined
  const total = Number(annotations[`${nginx}canary-weight-total`] ?? 100)
  return { kind: 'weight', weight, total: Number.isInteger(total) && total > 0 ? total : 100 }
}
