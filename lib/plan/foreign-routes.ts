import type { Entry } from '@/lib/domain/entry'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { laneRequest } from '@/lib/domain/lane-request'
import { laneWords } from '@/lib/domain/lane-words'
import { newEffort } from '@/lib/domain/lint'
import type { Notice } from '@/lib/domain/notice'
import type { BaseRoute, RoutePath } from '@/lib/providers/provider'
import { type RouteClaim, routeClaims } from '@/lib/providers/route-claims'
import { say } from '@/lib/words/sentence'

type Around = {
  document: LaneGroupDocument
  installation: string
  entry: Entry
  base: BaseRoute
  /** Routes of every kind, those of other namespaces too, with the base and our own. */
  objects: readonly KubeObject[]
}

/**
 * Routes of others on the host and path of an entry, each with a request that it takes too: branches beside the base route
 * (hand-made canaries, lanes of another group), and routes of any kind that claim the same requests.
 */
export function foreignRoutes(around: Around): Notice[] {
  const { base, objects } = around
  const seen = new Set([refKey(refOf(base.object))])
  return objects.flatMap((object): Notice[] => {
    const key = refKey(refOf(object))
    if (seen.has(key) || isOwn(object, around)) return []
    seen.add(key)
    const claims = routeClaims(object).filter((claim) => isSameDoor(claim, base))
    const claim = claims.find(({ conditions }) => conditions !== null) ?? claims[0]
    return claim ? [noticeOf(object, claim, around)] : []
  })
}

function isOwn({ metadata: { labels = {} } }: KubeObject, { document, installation }: Around): boolean {
  return labels[labelKeys.installation] === installation && labels[labelKeys.group] === document.metadata.name
}

function isSameDoor({ host, path }: RouteClaim, base: BaseRoute): boolean {
  return host === base.host && base.paths.some((own) => isSamePath(own, path))
}

function isSamePath(one: RoutePath, other: RoutePath): boolean {
  const isExact = ({ type }: RoutePath) => type === 'Exact'
  if (isExact(one) !== isExact(other)) return false
  return isExact(one) ? one.path === other.path : bare(one.path) === bare(other.path)
}

function bare(path: string): string {
  return path.replace(/\/+$/, '')
}

function noticeOf(object: KubeObject, claim: RouteClaim, { document, entry }: Around): Notice {
  const shown = laneRequest(document, entry, claim.conditions ?? [], newEffort())
  const { kind, metadata } = object
  const group = metadata.labels?.[labelKeys.group]
  const isElsewhere = metadata.namespace !== document.spec.namespace
  const about = {
    kind,
    name: isElsewhere ? `${metadata.namespace}/${metadata.name}` : metadata.name,
    entry: entry.name,
    door: `${claim.host ?? '*'}${claim.path.path}`,
    lane: shown?.lane ?? '',
    services: claim.services.join(', ') || '–',
  }
  const told = { ...about, lane: laneWords(about.lane) }
  return {
    code: claim.isBranch ? 'ForeignBranch' : 'ForeignRoute',
    severity: 'warning',
    message: claim.isBranch ? say('planning.foreignBranch', told) : say('planning.foreignRoute', told),
    object: refOf(object),
    params: { ...about, ...(group !== undefined && { group }) },
    ...(shown && { counterExample: { ...shown.sample, path: pathWithin(shown.sample.path, claim.path) } }),
  }
}

/** The request's own path where the claim takes it. */
function pathWithin(path: string, claim: RoutePath): string {
  const isTaken = claim.type === 'Exact' ? path === claim.path : `${path}/`.startsWith(`${bare(claim.path)}/`)
  return isTaken ? path : claim.path
}
