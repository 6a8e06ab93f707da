import { asObjects, at, type JsonObject } from '@/lib/domain/json'
import { pointerOf, valueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { ackKeys } from './ack-keys'
import { ackMatch } from './ack-match'
import { type AckSplit, ackSplit } from './ack-split'
import { cookieCaseNotice } from './cookie-case'
import type { BaseRoute, Edit, Rendered, Routes, ServicePort } from './provider'

/**
 * Routes as edits of the user's Ingress: the lane's Service as a second backend of each path, and annotations that share the
 * requests between both. Nothing else is made, so that undoing the edits leaves the Ingress as it was.
 */
export function renderAck(routes: Routes, base: BaseRoute, { legacy }: { legacy: string }): Rendered {
  const { split } = ackSplit(routes.rules, '')
  const targets = routes.rules.flatMap((rule) => rule.targets)
  const service = split && targets.find(({ lane }) => lane === split.lane)?.service
  if (!split || !service) return { objects: [], edits: [], notices: [] }
  const annotations = {
    ...(legacy === 'aliyun-weight' ? percentOf(split, service) : matchAndWeight(split, service, base)),
    [ruleAnnotation]: split.rule,
    [labelKeys.lane]: split.lane,
  }
  const edits = [
    ...Object.entries(annotations).map(([key, after]) =>
      edit(base.object, pointerOf(['metadata', 'annotations', key]), after),
    ),
    ...pathEdits(base, service),
  ]
  const isNamed = legacy !== 'aliyun-weight' && split.condition?.source === 'cookie'
  const notices =
    isNamed && split.condition ? [cookieCaseNotice(split.rule, split.condition.name, base.object)] : []
  return { objects: [], edits, notices }
}

function percentOf({ weight, total }: AckSplit, { name }: ServicePort): Record<string, string> {
  return { [`${ackKeys.percent}${name}`]: String((weight * 100) / total) }
}

function matchAndWeight(
  { condition, weight, total }: AckSplit,
  { name }: ServicePort,
  { service }: BaseRoute,
): Record<string, string> {
  const match = condition && ackMatch(condition)
  return {
    ...(match && { [ackKeys.match]: `${name}: ${match}` }),
    [ackKeys.weight]: `${name}: ${weight}, ${service.name}: ${total - weight}`,
  }
}

function edit(object: KubeObject, path: string, after: unknown): Edit {
  return { ref: refOf(object), uid: object.metadata.uid, path, before: valueAt(object, path), after }
}

/** The lane's Service behind the baseline's at every path of the entry. */
function pathEdits({ object, host, paths }: BaseRoute, service: ServicePort): Edit[] {
  const backend = { service: { name: service.name, port: { number: service.port } } }
  const isEntry = ({ path, pathType }: JsonObject) =>
    paths.some((own) => own.path === path && own.type === pathType)
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule, index): Edit[] => {
    const old = asObjects(at(rule, 'http', 'paths'))
    if ((rule.host ?? undefined) !== host || !old.some(isEntry)) return []
    const after = old.flatMap((path) => (isEntry(path) ? [path, { ...path, backend }] : [path]))
    return [edit(object, `/spec/rules/${index}/http/paths`, after)]
  })
}
