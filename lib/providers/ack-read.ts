import { baseline } from '@/lib/domain/baseline'
import { asObjects, asTexts, at } from '@/lib/domain/json'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { ackKeys, isSplitByAck } from './ack-keys'
import { readAckMatch } from './ack-match'
import type { BaseRoute, Routes, RoutesRule, ServicePort } from './provider'

/** What the annotations and the second backends of a base Ingress do; null when they say something that `renderAck` does not. */
export function readAck(base: BaseRoute): Routes | null {
  const annotations = asTexts(base.object.metadata.annotations)
  const { name, port } = base.service
  const service = { name, port: typeof port === 'number' ? port : 0 }
  const rule = isSplitByAck(annotations) ? splitRule(annotations, base, service) : undefined
  if (rule === null) return null
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service },
    tagHeader: '',
    tagPolicy: 'open',
    rules: rule ? [rule] : [],
  }
}

/** Undefined where the split is of other Services. */
function splitRule(
  annotations: Record<string, string>,
  base: BaseRoute,
  own: ServicePort,
): RoutesRule | null | undefined {
  const backends = secondBackends(base)
  const [service] = backends
  if (service === undefined) return undefined
  const shares = sharesOf(annotations, service.name, own.name)
  const matched = annotations[ackKeys.match]
  const start = `${service.name}: `
  const condition = matched?.startsWith(start) ? readAckMatch(matched.slice(start.length).trim()) : null
  if (shares === null || (matched !== undefined && condition === null)) return null
  const common = { setTag: null }
  const targets = [
    { ...common, lane: baseline, weight: shares.old, service: own },
    { ...common, lane: annotations[labelKeys.lane] ?? '', weight: shares.new, service },
  ].filter(({ weight }) => weight > 0)
  const name = annotations[ruleAnnotation] ?? ''
  return { name, ...(condition && { match: [[condition]] }), targets }
}

/** The Services that stand beside the baseline's at the entry's paths. */
function secondBackends({ object, host, paths, service }: BaseRoute): ServicePort[] {
  return asObjects(at(object, 'spec', 'rules'))
    .filter((rule) => (rule.host ?? undefined) === host)
    .flatMap((rule) => asObjects(at(rule, 'http', 'paths')))
    .filter(({ path, pathType }) => paths.some((own) => own.path === path && own.type === pathType))
    .flatMap(({ backend }) => {
      const name = at(backend, 'service', 'name')
      const port = at(backend, 'service', 'port', 'number')
      return typeof name === 'string' && typeof port === 'number' && name !== service.name
        ? [{ name, port }]
        : []
    })
}

/** The shares of the lane's Service and the baseline's; null when nothing says them. */
export function sharesOf(
  annotations: Record<string, string>,
  lane: string,
  base: string,
): { new: number; old: number } | null {
  const percent = annotations[`${ackKeys.percent}${lane}`]
  if (percent !== undefined) return { new: Number(percent), old: 100 - Number(percent) }
  const weights = new Map(
    (annotations[ackKeys.weight] ?? '').split(',').map((part) => {
      const [name = '', weight = ''] = part.split(':')
      return [name.trim(), Number(weight)] as const
    }),
  )
  const [own, rest] = [weights.get(lane), weights.get(base)]
  return own === undefined || rest === undefined ? null : { new: own, old: rest }
}
