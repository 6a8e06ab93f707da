import type { Application } from '@/lib/domain/application'
import { baseline } from '@/lib/domain/baseline'
import type { Entry } from '@/lib/domain/entry'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RouteRule } from '@/lib/domain/route-rule'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { withoutSticky } from '@/lib/domain/sticky'
import { versionName } from '@/lib/domain/version-name'
import type { BaseRoute, Routes, RoutesRule, RouteTarget, ServicePort } from '@/lib/providers/provider'

/** The tag that means "no lane" to the agents that pass tags on: behind the entry such a request stays on the baseline. */
export const noLaneTag = 'base'

/**
 * What an entry does, with the Services that requests go to. A share of a lane that takes no requests (`isOpen` false) goes
 * to the baseline; a lane without a version of the entry's application only sets the tag. `isShared`: lanes' pods stand
 * behind the baseline's Service.
 */
export function entryRoutes(input: {
  document: LaneGroupDocument
  entry: Entry
  application: Application
  service: ServicePort
  base: BaseRoute
  isOpen: (lane: Lane) => boolean
  isShared: boolean
  holds: boolean
}): Routes {
  const { document, entry, service, base } = input
  const { tagHeader, tagPolicy } = document.spec
  return {
    entry: entry.name,
    host: base.host,
    paths: base.paths,
    base: { service },
    tagHeader,
    tagPolicy,
    ...(document.spec.mode === 'strict' && { strict: true }),
    ...(input.holds && { holds: true }),
    rules: rulesOfEntry(document, entry.name)
      .flatMap(withoutSticky)
      .map((rule) => routesRule(rule, input)),
  }
}

type Input = Parameters<typeof entryRoutes>[0]

function routesRule(rule: RouteRule, input: Input): RoutesRule {
  const byLane = new Map<string, RouteTarget>()
  for (const { lane, weight } of rule.targets) {
    if (weight === 0) continue
    const target = targetOf(lane, weight, input)
    const known = byLane.get(target.lane)
    byLane.set(target.lane, known ? { ...known, weight: known.weight + weight } : target)
  }
  const targets = [...byLane.values()]
  return {
    name: rule.name,
    ...(rule.match && { match: rule.match }),
    targets: targets.length > 0 ? targets : [toBaseline(100, input)],
  }
}

function targetOf(tag: string, weight: number, input: Input): RouteTarget {
  const { application, document, isOpen, isShared, service } = input
  const lane = document.spec.lanes.find((candidate) => candidate.tag === tag)
  if (!lane || !isOpen(lane)) return toBaseline(weight, input)
  const version = lane.versions.find((candidate) => candidate.application === application.name)
  const setTag = lane.passTag ? tag : noLaneTag
  if (!version) return lane.passTag ? { lane: tag, weight, service, setTag } : toBaseline(weight, input)
  if (isShared) return { lane: tag, weight, service, setTag, subset: tag }
  const name = versionName({ convention: document.spec.convention, application, tag, version })
  return { lane: tag, weight, service: { name, port: service.port }, setTag }
}

function toBaseline(weight: number, { service }: Input): RouteTarget {
  return { lane: baseline, weight, service, setTag: null }
}
