import { asObjects, asTexts, at } from '@/lib/domain/json'
import { pointerOf } from '@/lib/domain/json-pointer'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { ackKeys, isSplitByAck } from './ack-keys'
import { readAckMatch } from './ack-match'
import { sharesOf } from './ack-read'
import type { FoundBranch, FoundSplit, FoundTarget, RecogniseInput } from './found-split'
import { pathsOfHost } from './ingress-base'
import type { Door, Edit } from './provider'

/**
 * Ingresses that ACK's annotations split between two Services at one path. More Services, or a match that is none of a
 * header, cookie or query, are not recognised.
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-nginx-ingress-for-canary-release-and-blue-green-release
 */
export function recogniseAckSplits(doors: readonly Door[], { isBaseline }: RecogniseInput): FoundSplit[] {
  return doors.flatMap((door) => splitOf(door, isBaseline) ?? [])
}

function splitOf(door: Door, isBaseline: RecogniseInput['isBaseline']): FoundSplit | null {
  const annotations = asTexts(door.object.metadata.annotations)
  const targets = servicesOf(door)
  const named = targets.find(({ service }) => isNamed(annotations, service.name))
  const base =
    targets.find((target) => target !== named && isBaseline(target)) ?? targets.find((one) => one !== named)
  const lane = targets.find((target) => target !== base)
  if (!isSplitByAck(annotations) || targets.length !== 2 || !base || !lane) return null
  const match = matchOf(annotations, lane.service.name)
  const shares = sharesOf(annotations, lane.service.name, base.service.name)
  if (match === null || (shares === null && match === undefined)) return null
  const weights = shares ?? { new: 100, old: 0 }
  const branch: FoundBranch = {
    object: door.object,
    ...(match && { match }),
    targets: [
      { ...base, weight: weights.old },
      { ...lane, weight: weights.new },
    ].filter(({ weight }) => weight > 0),
  }
  const legacy =
    annotations[`${ackKeys.percent}${lane.service.name}`] === undefined ? 'service-match' : 'aliyun-weight'
  const paths = new Map(door.paths.map((path) => [JSON.stringify(path), path]))
  return {
    door: { ...door, paths: [...paths.values()], settings: { ...door.settings, legacy } },
    base,
    branches: [branch],
    claims: [...annotationClaims(door.object), ...pathClaims(door, lane.service.name)],
    tag: null,
    losses: [],
  }
}

/** The Services behind the door, in the order in which they stand. */
function servicesOf({ object, host }: Door): FoundTarget[] {
  const found = pathsOfHost(object, host ?? undefined).flatMap(({ service }) => service ?? [])
  const byName = new Map(found.map((service) => [service.name, service]))
  return [...byName.values()].map((service) => ({ service, pods: null, weight: 100, tag: null, route: null }))
}

/** The new Service is the one that an annotation is about: the percentage's, the match's, or the first of the weights. */
function isNamed(annotations: Record<string, string>, name: string): boolean {
  if (annotations[`${ackKeys.percent}${name}`] !== undefined) return true
  const [first] = (annotations[ackKeys.match] ?? annotations[ackKeys.weight] ?? '').split(':')
  return first?.trim() === name
}

/** Undefined where no match is asked for, null for one that cannot be read. */
function matchOf(annotations: Record<string, string>, name: string): FoundBranch['match'] | null {
  const text = annotations[ackKeys.match]
  if (text === undefined) return undefined
  const start = `${name}:`
  const condition = text.trim().startsWith(start)
    ? readAckMatch(text.trim().slice(start.length).trim())
    : null
  return condition && [[condition]]
}

function annotationClaims(object: KubeObject): Edit[] {
  const annotations = asTexts(object.metadata.annotations)
  return Object.entries(annotations)
    .filter(([key, value]) => isSplitByAck({ [key]: value }))
    .map(([key, after]) => claim(object, pointerOf(['metadata', 'annotations', key]), undefined, after))
}

function pathClaims({ object, host }: Door, lane: string): Edit[] {
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule, index): Edit[] => {
    const after = asObjects(at(rule, 'http', 'paths'))
    const before = after.filter(({ backend }) => at(backend, 'service', 'name') !== lane)
    if ((rule.host ?? null) !== host || before.length === after.length) return []
    return [claim(object, `/spec/rules/${index}/http/paths`, before, after)]
  })
}

function claim(object: KubeObject, path: string, before: unknown, after: unknown): Edit {
  return { ref: refOf(object), uid: object.metadata.uid, path, before, after }
}
