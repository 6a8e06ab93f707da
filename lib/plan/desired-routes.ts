import { baseline } from '@/lib/domain/baseline'
import { withinCapacity } from '@/lib/domain/capacity'
import type { Entry } from '@/lib/domain/entry'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { findProvider } from '@/lib/providers/index'
import type { BaseProblem, BaseRoute, Rendered, TrafficProvider } from '@/lib/providers/provider'
import { say } from '@/lib/words/sentence'
import { dressRoute } from '@/lib/workloads/dress-route'
import { checkEntryRules, unsupportedAt } from './check-routing'
import type { DesiredInput } from './desired'
import { entryRoutes } from './entry-routes'
import { foreignRoutes } from './foreign-routes'
import { desiredInner } from './inner-routes'
import { capacityNotice, laneCapacity, overloadNotice } from './lane-capacity'
import { mergeEdits } from './merge-edits'
import { phaseOf } from './order'
import { ownNames } from './own-names'
import { hasStandingVersions } from './standing-versions'
import type { Desired, DesiredItem } from './types'
import { undoEdits } from './undo-edits'
import { versionReadiness } from './version-readiness'

type DesiredRoutes = Pick<Desired, 'deliveries' | 'edits' | 'notices' | 'errors'> & { items: DesiredItem[] }

/**
 * The routes of a document's entries and of the calls behind them. An entry without a lane that
 * could ever take requests needs none, unless the provider makes the whole route.
 */
export function desiredRoutes(input: DesiredInput): DesiredRoutes {
  const { document } = input
  const results = document.spec.entries.map((entry, index) => routesOf(entry, `spec.entries.${index}`, input))
  const inner = desiredInner(input)
  const merged = mergeEdits([...results.map(({ edits }) => edits), inner.edits])
  return {
    items: [...ownNames(results.flatMap(({ items }) => items)), ...inner.items],
    edits: merged.edits,
    deliveries: results.flatMap(({ deliveries }) => deliveries),
    notices: [
      ...results.flatMap(({ notices }) => notices),
      ...inner.notices,
      ...passTagNotices(document),
      ...unreadNotices(input),
    ],
    errors: [...results.flatMap(({ errors }) => errors), ...inner.errors, ...merged.errors],
  }
}

function hasOpenLane({ spec }: LaneGroupDocument, keepsRules: boolean): boolean {
  return spec.lanes.some(
    ({ state, versions }) =>
      (state === 'active' || (keepsRules && state === 'parked')) && versions.length > 0,
  )
}

/** Where an agent falls back by itself, rules name versions whether they have pods or not. */
function keepsVersions({ state, versions }: Lane): boolean {
  return state !== 'cleaned' && versions.length > 0
}

/** A route that the provider made whole stands as long as its entry: without it the host would be served by nobody. */
function hasOwnRoute(entry: Entry, input: DesiredInput): boolean {
  const provider = findProvider(entry.provider)
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  const found = provider && settings?.success && findBase(provider, entry, settings.data, input)
  return Boolean(found && 'object' in found && found.own)
}

function findBase(
  provider: TrafficProvider,
  entry: Entry,
  settings: unknown,
  input: DesiredInput,
): BaseRoute | BaseProblem {
  const { document } = input
  const service = document.spec.applications.find(({ name }) => name === entry.application)?.service
  // A route that we made is no base, whatever somebody has made of it since.
  const ours = new Set(input.live.owned.map(({ uid }) => uid))
  const theirs = asWritten(input).filter(({ metadata }) => !ours.has(metadata.uid ?? ''))
  return provider.findBase(entry, settings, theirs, service)
}

/** Why the user's route of an application that is switched does not lead to its new Service. */
function unswitched(entry: Entry, path: string, input: DesiredInput): Problem[] {
  const { baselines, document } = input
  const provider = findProvider(entry.provider)
  const { service } = document.spec.applications.find(({ name }) => name === entry.application) ?? {}
  const isSwitched =
    baselines?.direction === 'set' &&
    baselines.switched?.some(({ application }) => application === entry.application) === true
  if (!isSwitched || !provider || provider.entersBy === 'application' || !service) return []
  const found = findBase(provider, entry, provider.settings.parse(entry.settings ?? {}), input)
  if ('problem' in found) return [{ ...found.problem, path }]
  return found.service.name === service.name
    ? []
    : [elsewhere(found.object, found.service.name, service.name, path)]
}

function routesOf(entry: Entry, path: string, input: DesiredInput): DesiredRoutes {
  const { document } = input
  const carried = carriedRules(entry, input)
  const problems = checkEntryRules(document, entry)
  const provider = findProvider(entry.provider)
  const application = document.spec.applications.find(({ name }) => name === entry.application)
  // An agent that falls back by itself keeps its rules while a lane has no pods; gateways do not.
  const isAgent = provider?.entersBy === 'application' && provider.features.has('fallback')
  const keepsRules = isAgent && document.spec.mode === 'permissive'
  const holds = Boolean(provider && application) && holdsBaseline(entry, input)
  if (!hasOpenLane(document, keepsRules) && !hasOwnRoute(entry, input) && !holds)
    return failed(unswitched(entry, path, input))
  if (problems.length > 0 || !provider || !application) return failed(problems)
  const { service } = application
  const settings = provider.settings.parse(entry.settings ?? {})
  const laneService = provider.laneService?.(settings) ?? 'own'
  if (!service && laneService !== 'none') return failed([noService(entry, path)])
  const found = findBase(provider, entry, settings, input)
  if ('problem' in found) return failed([{ ...found.problem, path }])
  if (service && found.service.name !== service.name)
    return failed([elsewhere(found.object, found.service.name, service.name, path)])
  const around = provider.obstacles?.({ document, entry, base: found, objects: asWritten(input) })
  if (around && around.problems.length > 0)
    return failed(around.problems.map((problem) => ({ ...problem, path })))
  const isReady = versionReadiness(input)
  const isOpen = (lane: Lane) => (keepsRules ? keepsVersions(lane) : isReady(lane, application.name))
  const routesWhere = (isTaken: (lane: Lane) => boolean) =>
    entryRoutes({
      document: carried.document,
      entry,
      application,
      service: service ?? { name: found.service.name, port: 0 },
      base: found,
      isOpen: isTaken,
      isShared: laneService === 'shared',
      holds,
    })
  const wanted = routesWhere(isOpen)
  const full = provider.render(wanted, found, settings)
  const isHold = holds && input.readiness === 'live' && !stands(full, found, input)
  const routes = isHold ? routesWhere(() => false) : wanted
  const rendered = isHold ? provider.render(routes, found, settings) : full
  const foreign = foreignRoutes({
    document,
    installation: input.installation,
    entry,
    base: found,
    objects: [...asWritten(input), ...(input.beside ?? [])],
  })
  const notices = [
    ...retirement(provider),
    ...carried.notices,
    ...foreign,
    ...(around?.notices ?? []),
    ...rendered.notices,
  ]
  const about = { application: application.name, base: found.object.metadata.name }
  const dressed = rendered.objects.map((object) => dressRoute(object, document.spec.convention, about))
  const made = asDesired(
    { ...rendered, objects: dressed, notices },
    document.spec.tagPolicy,
    provider.features.has('remove-tag') || provider.features.has('replicas'),
    isHold,
  )
  const delivery = provider.deliver?.(routes, found, settings)
  return { ...made, deliveries: delivery ? [delivery] : [] }
}

/** The rules as the lanes' pods can carry them, unless the gateway cannot say that. */
function carriedRules(
  entry: Entry,
  { document, live, readiness }: DesiredInput,
): { document: LaneGroupDocument; notices: Notice[] } {
  const capacityAt = laneCapacity({ document, objects: live.objects, readiness })
  const found = withinCapacity(document, (at, lane) => (at === entry ? capacityAt(at, lane) : null))
  const notices = found.limited.map(capacityNotice)
  const isSayable = found.limited.length === 0 || unsupportedAt(found.document, entry).length === 0
  if (isSayable) return { document: found.document, notices }
  return { document, notices: found.limited.map(overloadNotice) }
}

/** Whether lanes' pods stand behind the Service of an entry, and the gateway can tell versions behind it apart. */
function holdsBaseline(entry: Entry, input: DesiredInput): boolean {
  const provider = findProvider(entry.provider)
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  const application = input.document.spec.applications.find(({ name }) => name === entry.application)
  if (!application || !provider || !settings?.success || provider.features.has('replicas')) return false
  return provider.laneService?.(settings.data) === 'shared' && hasStandingVersions(input, application)
}

/** Whether routes of ours are on the base route already, whatever they say. */
function stands({ objects }: Rendered, base: BaseRoute, { live }: DesiredInput): boolean {
  const key = refKey(refOf(base.object))
  if (!base.own) return live.edits.some(({ ref }) => refKey(ref) === key)
  const there = new Set(live.objects.map((object) => refKey(refOf(object))))
  return objects
    .filter((object) => phaseOf(object) === 'route')
    .every((object) => there.has(refKey(refOf(object))))
}

/** The namespace's objects without what we changed of them. */
function asWritten({ document, live }: DesiredInput): KubeObject[] {
  return undoEdits(inNamespace(live.objects, document), live.edits)
}

function inNamespace(objects: readonly KubeObject[], { spec }: LaneGroupDocument): KubeObject[] {
  return objects.filter(({ metadata }) => metadata.namespace === spec.namespace)
}

function asDesired(
  rendered: Rendered,
  tagPolicy: string,
  removesTag: boolean,
  isHold: boolean,
): DesiredRoutes {
  const items = rendered.objects.map(
    (object): DesiredItem => ({
      object,
      phase: phaseOf(object),
      lane: object.metadata.labels?.[labelKeys.lane] ?? baseline,
      application: null,
      wait: 'none',
      closing: false,
      ...(isHold && { hold: true as const }),
    }),
  )
  const notices =
    tagPolicy === 'closed' && !removesTag
      ? [
          ...rendered.notices,
          { code: 'TagStays', severity: 'warning' as const, message: say('planning.tagStays') },
        ]
      : rendered.notices
  return {
    items,
    edits: rendered.edits.map((edit) => ({ ...edit, lane: null, ...(isHold && { hold: true as const }) })),
    deliveries: [],
    notices,
    errors: [],
  }
}

function retirement({ id, lifecycle }: TrafficProvider): Notice[] {
  if (!lifecycle) return []
  return [
    { code: 'Retired', severity: 'warning', message: say(lifecycle.deprecated), params: { provider: id } },
  ]
}

function passTagNotices({ spec }: LaneGroupDocument): Notice[] {
  return spec.lanes
    .filter(({ passTag, state, versions }) => !passTag && state === 'active' && versions.length > 1)
    .map(({ tag }) => ({
      code: 'PassTagOff',
      severity: 'warning',
      message: say('planning.passTagOff', { lane: tag }),
      params: { lane: tag },
    }))
}

function unreadNotices({ document, unread = [] }: DesiredInput): Notice[] {
  if (unread.length === 0 || document.spec.entries.length === 0) return []
  const params = { kinds: unread.join(', '), namespace: document.spec.namespace }
  const message = say('planning.routesUnread', params)
  return [{ code: 'RoutesUnread', severity: 'info', message, params }]
}

function failed(errors: Problem[]): DesiredRoutes {
  return { items: [], edits: [], deliveries: [], notices: [], errors }
}

function noService(entry: Entry, path: string): Problem {
  const message = say('planning.entryWithoutService', { entry: entry.name, application: entry.application })
  return {
    code: 'NoService',
    message,
    path: `${path}.application`,
    params: { application: entry.application },
  }
}

function elsewhere(base: KubeObject, actual: string, wanted: string, path: string): Problem {
  const { name } = base.metadata
  const message = say('planning.baseElsewhere', { kind: base.kind, name, actual, wanted })
  return { code: 'BaseRouteElsewhere', message, path, params: { name, actual, wanted } }
}
