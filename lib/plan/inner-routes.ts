import type { Application } from '@/lib/domain/application'
import { baseline } from '@/lib/domain/baseline'
import type { Entry } from '@/lib/domain/entry'
import { hasAgents } from '@/lib/domain/inner-hops'
import { refKey, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { findProvider } from '@/lib/providers/index'
import { innerApplications, innerPlanOf, innerRouted, laneServiceOf } from '@/lib/providers/inner-routing'
import type { InnerRoutes } from '@/lib/providers/provider'
import { say } from '@/lib/words/sentence'
import type { DesiredInput } from './desired'
import { mergeEdits } from './merge-edits'
import { phaseOf } from './order'
import { sameValue } from './same-value'
import { hasStandingVersions } from './standing-versions'
import type { Desired, DesiredItem } from './types'
import { undoEdits } from './undo-edits'
import { versionReadiness } from './version-readiness'
import { versionServiceOf } from './version-service'

type DesiredInner = Pick<Desired, 'edits' | 'notices' | 'errors'> & { items: DesiredItem[] }

/** The routes of calls between applications, for every entry whose provider routes them; one object that two entries need is made once. */
export function desiredInner(input: DesiredInput): DesiredInner {
  const results = input.document.spec.entries.map((entry) => innerOf(entry, input))
  const edits = mergeEdits(results.map((result) => result.edits))
  const items = new Map<string, DesiredItem>()
  const errors: Problem[] = [...edits.errors]
  for (const item of results.flatMap((result) => result.items)) {
    const key = refKey(refOf(item.object))
    const known = items.get(key)
    if (known === undefined) items.set(key, item)
    else if (!sameValue(known.object, item.object)) errors.push(clash(item))
  }
  const notices = new Map(
    results.flatMap((result) => result.notices).map((notice) => [JSON.stringify(notice), notice]),
  )
  return { items: [...items.values()], edits: edits.edits, notices: [...notices.values()], errors }
}

function innerOf(entry: Entry, input: DesiredInput): DesiredInner {
  const { document, live } = input
  const plan = innerPlanOf(document, entry)
  const notices = [...unroutedNotices(entry, input), ...meshNotices(entry, document)]
  if (plan === null) return { items: [], edits: [], notices, errors: [] }
  const { namespace } = document.spec
  const objects = live.objects.filter(({ metadata }) => metadata.namespace === namespace)
  const written = undoEdits(objects, live.edits)
  const parts = innerApplications(document, entry)
    .filter((application) => plan.routing.covers(plan.settings, application))
    .map((application) => {
      const inner = innerRoutes(application, input)
      const rendered = plan.routing.render(inner, plan.settings, written)
      const before = plan.routing.read(objects, inner, plan.settings)
      const closing = onlyLoses(before, inner)
      const hold = inner.holds && inner.lanes.length === 0 ? { hold: true as const } : {}
      return {
        items: rendered.objects.map(
          (object): DesiredItem => ({
            object,
            phase: phaseOf(object),
            lane: object.metadata.labels?.[labelKeys.lane] ?? baseline,
            application: application.name,
            wait: 'none',
            closing,
            ...hold,
          }),
        ),
        edits: rendered.edits.map((edit) => ({ ...edit, lane: null, phase: 'inner' as const, ...hold })),
        notices: rendered.notices,
      }
    })
  return {
    items: parts.flatMap(({ items }) => items),
    edits: parts.flatMap(({ edits }) => edits),
    notices: [...notices, ...parts.flatMap((part) => part.notices)],
    errors: [],
  }
}

/** The lanes whose version of an application takes requests of its lane's chain. */
function innerRoutes(application: Application, input: DesiredInput): InnerRoutes {
  const { document } = input
  const { namespace, tagHeader, lanes } = document.spec
  const kind = laneServiceOf(document, application)
  const isOwn = kind === 'own'
  const holds = kind === 'shared' && hasStandingVersions(input, application)
  const isOpen = versionReadiness(input)
  return {
    application: application.name,
    service: application.service ?? null,
    namespace,
    tagHeader,
    ...(document.spec.mode === 'strict' && { strict: true }),
    ...(holds && { holds }),
    lanes: lanes
      .filter((lane) => lane.passTag && hasVersion(lane, application) && isOpen(lane, application.name))
      .map((lane) => ({
        lane: lane.tag,
        service: isOwn ? versionServiceOf(document, application, lane) : null,
      })),
  }
}

function hasVersion({ versions }: Lane, { name }: Application): boolean {
  return versions.some(({ application }) => application === name)
}

/** Lanes go and none comes: then the entry's routes have to go first. */
function onlyLoses(before: InnerRoutes | null, after: InnerRoutes): boolean {
  if (before === null) return false
  const had = new Set(before.lanes.map(({ lane }) => lane))
  return had.size > after.lanes.length && after.lanes.every(({ lane }) => had.has(lane))
}

/** Versions behind an entry that no call finds. */
function unroutedNotices(entry: Entry, { document }: DesiredInput): Notice[] {
  const lanes = document.spec.lanes.filter(({ state, passTag }) => state === 'active' && passTag)
  const lost = innerApplications(document, entry)
    .filter((application) => lanes.some((lane) => hasVersion(lane, application)))
    .filter((application) => !innerRouted(document, entry, application))
    .map(({ name }) => name)
  if (lost.length === 0) return []
  const about = { entry: entry.name, applications: lost.join(', ') }
  const message = say('planning.innerNotRouted', about)
  return [{ code: 'InnerNotRouted', severity: 'warning', message, params: about }]
}

/** A mesh that an entry asks for, where the agents of the group's convention route already. */
function meshNotices({ name, provider: id, settings }: Entry, { spec }: LaneGroupDocument): Notice[] {
  const routing = findProvider(id)?.inner
  if (settings?.mesh !== true || !routing || routing.always || !hasAgents(spec.convention)) return []
  const about = { entry: name, convention: spec.convention }
  return [
    {
      code: 'MeshUnused',
      severity: 'info',
      message: say('planning.meshUnused', about),
      params: about,
    },
  ]
}

function clash({ object }: DesiredItem): Problem {
  const about = { kind: object.kind, name: object.metadata.name }
  return {
    code: 'InnerClash',
    message: say('planning.innerClash', about),
    path: 'spec.entries',
    params: about,
  }
}
