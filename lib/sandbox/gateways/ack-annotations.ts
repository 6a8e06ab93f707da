import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { nginxAnnotation } from './nginx-annotations'
import { cookieOf, headerOf } from './nginx-variables'
import type { RequestFacts } from './request-facts'

/** How the requests of one Ingress are shared between the Services of a path. */
export type AckRules = {
  /** Requests that may go to a Service, by its name; a Service without one takes all. */
  matches: ReadonlyMap<string, (facts: RequestFacts) => boolean>
  /** The weight of a Service among those that may take a request; null where the Ingress names no weights. */
  weightOf: ((service: string, all: readonly string[]) => number) | null
}

/**
 * Reads ACK's own annotations; a line that is none of the known forms counts for nothing.
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-nginx-ingress-for-canary-release-and-blue-green-release
 */
export function ackRules(ingress: Ingress): AckRules {
  const lines = (nginxAnnotation(ingress, 'service-match') ?? '').split('\n')
  return {
    matches: new Map(lines.flatMap((line) => matchOf(line) ?? [])),
    weightOf: byServiceWeight(nginxAnnotation(ingress, 'service-weight')) ?? byPercent(ingress),
  }
}

const matchForm =
  /^\s*([a-z0-9-]+)\s*:\s*(header|cookie|query)\(\s*"([^"]+)"\s*,\s*(?:"([^"]*)"|\/(.*)\/)\s*\)\s*$/

function matchOf(line: string): [[string, (facts: RequestFacts) => boolean]] | undefined {
  const [, service, source, name, value, pattern] = matchForm.exec(line) ?? []
  if (service === undefined || name === undefined) return undefined
  const test = pattern === undefined ? (text: string) => text === value : patternTest(pattern)
  return [
    [
      service,
      (facts) => {
        const text = valueOfRequest(facts, source ?? '', name)
        return text !== undefined && test(text)
      },
    ],
  ]
}

function patternTest(pattern: string): (text: string) => boolean {
  try {
    const compiled = new RegExp(pattern)
    return (text) => compiled.test(text)
  } catch {
    return () => false
  }
}

function valueOfRequest(facts: RequestFacts, source: string, name: string): string | undefined {
  if (source === 'header') return headerOf(facts, name)
  return source === 'cookie' ? cookieOf(facts, name) : (facts.query.get(name) ?? undefined)
}

function byServiceWeight(text: string | undefined): AckRules['weightOf'] {
  if (text === undefined) return null
  const weights = new Map<string, number>()
  for (const part of text.split(/[,\n]/)) {
    const [, service, weight] = /^\s*([a-z0-9-]+)\s*:\s*(\d+)\s*$/.exec(part) ?? []
    if (service !== undefined) weights.set(service, Number(weight))
  }
  return weights.size === 0 ? null : (service) => weights.get(service) ?? 0
}

const percentKey = 'ingress.aliyun.weight/'

/** `ingress.aliyun.weight/{service}: "{percent}"`; the other Services share the rest. */
function byPercent({ metadata }: Ingress): AckRules['weightOf'] {
  const percents = new Map<string, number>()
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    if (key.startsWith(percentKey) && /^\d+$/.test(value))
      percents.set(key.slice(percentKey.length), Math.min(100, Number(value)))
  }
  if (percents.size === 0) return null
  const used = [...percents.values()].reduce((sum, percent) => sum + percent, 0)
  return (service, all) => {
    const others = all.filter((one) => !percents.has(one)).length
    return percents.get(service) ?? Math.max(0, 100 - used) / others
  }
}
