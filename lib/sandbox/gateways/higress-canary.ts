import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { sharedAnnotation } from './higress-annotations'
import { fully } from './higress-match'
import { exactly, type ValueMatcher } from './value-matcher'

/** How a canary Ingress takes requests of the route beside it. */
export type HigressCanary =
  | { kind: 'header'; header: string; matches: ValueMatcher }
  | { kind: 'weight'; weight: number; total: number }

/** Whether the Ingress is a canary of another one. */
export function isHigressCanary(ingress: Ingress): boolean {
  return ['1', 't', 'true'].includes((sharedAnnotation(ingress, 'canary') ?? '').toLowerCase())
}

/**
 * The rule of a canary Ingress: the first kind that is there alone counts, and a header or cookie leaves the weight
 * without meaning.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/canary.go
 */
export function higressCanary(ingress: Ingress): HigressCanary {
  const of = (name: string) => sharedAnnotation(ingress, name) || undefined
  const header = of('canary-by-header')
  const value = of('canary-by-header-value')
  const pattern = value === undefined ? of('canary-by-header-pattern') : undefined
  if (header !== undefined) {
    const matches =
      value !== undefined
        ? fully(`always|${value}`)
        : pattern !== undefined
          ? fully(`.*${pattern}.*`)
          : exactly('always')
    return { kind: 'header', header: header.toLowerCase(), matches }
  }
  const cookie = value === undefined && pattern === undefined ? of('canary-by-cookie') : undefined
  if (cookie !== undefined) {
    return { kind: 'header', header: 'cookie', matches: fully(`^(.*?;\\s*)?(${cookie}=always)(;.*)?$`) }
  }
  const wholeNumber = (name: string) => (/^-?\d+$/.test(of(name) ?? '') ? Number(of(name)) : 0)
  const total = wholeNumber('canary-weight-total')
  return { kind: 'weight', weight: wholeNumber('canary-weight'), total: total > 0 ? total : 100 }
}
