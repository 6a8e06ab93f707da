import { asTexts } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { type CanaryWords, canaryWords } from './canary-branches'
import type { CanaryDialect } from './canary-dialect'
import type { FoundBranch, FoundSplit, FoundTarget } from './found-split'
import { headerList } from './header-list'
import { classAnnotation, classOf, type IngressPath, pathsOfHost } from './ingress-base'
import type { Door } from './provider'

type Canary = { object: KubeObject; paths: IngressPath[]; target: FoundTarget; words: CanaryWords }

/** The doors of Ingresses that have canary Ingresses beside them, as somebody else wrote those. */
export function recogniseCanaries(
  doors: readonly Door[],
  routes: readonly KubeObject[],
  dialect: CanaryDialect,
): FoundSplit[] {
  const isCanary = ({ metadata }: KubeObject) => metadata.annotations?.[dialect.keys.canary] === 'true'
  const canaries = routes.filter((object) => object.kind === 'Ingress' && isCanary(object)).sort(byAge)
  return doors
    .filter(({ object }) => !isCanary(object))
    .flatMap((door) => {
      const beside = canaries.flatMap((object) => canaryAt(object, door, dialect))
      const groups = new Map<string, Canary[]>()
      for (const canary of beside) {
        const key = JSON.stringify(canary.paths.map(({ path, type }) => [path, type]))
        groups.set(key, [...(groups.get(key) ?? []), canary])
      }
      return [...groups.values()].flatMap((group) => splitOf(door, group, dialect) ?? [])
    })
}

function byAge({ metadata: one }: KubeObject, { metadata: other }: KubeObject): number {
  const [first, second] = [one.creationTimestamp ?? '', other.creationTimestamp ?? '']
  return first === second ? (one.name < other.name ? -1 : 1) : first < second ? -1 : 1
}

function canaryAt(object: KubeObject, door: Door, dialect: CanaryDialect): Canary[] {
  if (classOf(object) !== classOf(door.object)) return []
  const paths = pathsOfHost(object, door.host ?? undefined)
  const [first] = paths
  if (!first?.service || paths.some(({ service }) => service?.name !== first.service?.name)) return []
  const { updateHeader } = dialect.keys
  const tag = updateHeader && object.metadata.annotations?.[updateHeader]?.trim().split(/\s+/)[1]
  const target = { service: first.service, pods: null, weight: 100, tag: tag || null, route: object }
  return [{ object, paths, target, words: canaryWords(object, dialect) }]
}

function splitOf(door: Door, canaries: readonly Canary[], dialect: CanaryDialect): FoundSplit | null {
  const [first] = canaries
  const own = pathsOfHost(door.object, door.host ?? undefined)
  const paths = first?.paths.map(({ path, type }) =>
    own.find((one) => one.path === path && one.type === type),
  )
  const base = paths?.[0]?.service
  if (!paths || !base || paths.some((path) => path?.service?.name !== base.name)) return null
  const used = dialect.onlyOne ? canaries.slice(0, 1) : canaries
  const baseTarget = { service: base, pods: null, weight: 100, tag: null, route: null }
  return {
    door: { ...door, paths: paths.flatMap((path) => (path ? [doorPath(path)] : [])) },
    base: baseTarget,
    branches: [
      ...([2, 1] as const).flatMap((rank) =>
        used
          .filter(({ words }) => words.rank === rank)
          .flatMap((canary) => conditionBranches(canary, baseTarget)),
      ),
      ...weightBranch(used, baseTarget),
    ],
    claims: [],
    tag: tagOf(used, door, dialect),
    losses: [
      ...used.flatMap(({ words }) => words.losses),
      ...used.flatMap((canary) => annotationLosses(canary, dialect)),
      ...canaries.filter((canary) => !used.includes(canary)).map(({ object }) => shadowed(object, dialect)),
    ],
  }
}

function doorPath({ path, type }: IngressPath): Door['paths'][number] {
  return { path, type: type === 'Exact' ? 'Exact' : 'Prefix' }
}

function conditionBranches({ object, target, words }: Canary, base: FoundTarget): FoundBranch[] {
  return [
    ...(words.leaves.length > 0 ? [{ object, match: words.leaves, targets: [base] }] : []),
    ...(words.takes.length > 0 ? [{ object, match: words.takes, targets: [target] }] : []),
  ]
}

/** All weights of a door as one branch; parts of different totals are brought to one. */
function weightBranch(canaries: readonly Canary[], base: FoundTarget): FoundBranch[] {
  const weighted = canaries.flatMap(({ object, target, words: { weight } }) =>
    weight ? [{ object, target, weight }] : [],
  )
  const [first] = weighted
  if (first === undefined) return []
  const total = weighted.reduce((common, { weight }) => leastCommon(common, weight.total), 1)
  const targets = weighted.map(({ target, weight }) => ({
    ...target,
    weight: (weight.part * total) / weight.total,
  }))
  const rest = total - targets.reduce((sum, { weight }) => sum + weight, 0)
  return [{ object: first.object, targets: [{ ...base, weight: Math.max(rest, 0) }, ...targets] }]
}

function leastCommon(one: number, other: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  return (one * other) / divisor(one, other)
}

function tagOf(canaries: readonly Canary[], door: Door, { keys }: CanaryDialect): FoundSplit['tag'] {
  const { updateHeader, removeHeader } = keys
  if (updateHeader === undefined) return null
  const [header] = canaries.flatMap(
    ({ object }) => object.metadata.annotations?.[updateHeader]?.trim().split(/\s+/)[0] ?? [],
  )
  if (header === undefined) return null
  const removed = headerList(removeHeader && door.object.metadata.annotations?.[removeHeader])
  return { header, closed: removed.some((name) => name.toLowerCase() === header.toLowerCase()) }
}

/** Bookkeeping says nothing about requests. */
const bookkeeping =
  /^(kubectl\.kubernetes\.io|lanekeeper\.io|argocd\.argoproj\.io|meta\.helm\.sh|([^/]+\.)?fluxcd\.io)\//

function annotationLosses({ object }: Canary, { keys }: CanaryDialect): Notice[] {
  const known = new Set([classAnnotation, ...Object.values(keys)])
  const annotations = asTexts(object.metadata.annotations)
  const lost = Object.keys(annotations).filter((key) => !known.has(key) && !bookkeeping.test(key))
  const headers = keys.updateHeader && annotations[keys.updateHeader]
  if (headers && keys.updateHeader && headers.trim().includes('\n')) lost.push(keys.updateHeader)
  if (lost.length === 0) return []
  const { kind, metadata } = object
  const message = say('importing.annotationLost', { kind, name: metadata.name, keys: lost.sort().join(', ') })
  return [{ code: 'AnnotationLost', severity: 'warning', message, object: refOf(object) }]
}

function shadowed(object: KubeObject, { gateway, keys }: CanaryDialect): Notice {
  const { kind, metadata } = object
  const message = say('importing.branchIgnored', { kind, name: metadata.name, what: keys.canary, gateway })
  return { code: 'BranchIgnored', severity: 'warning', message, object: refOf(object) }
}
