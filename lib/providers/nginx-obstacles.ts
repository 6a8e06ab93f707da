import { baseline } from '@/lib/domain/baseline'
import type { Entry } from '@/lib/domain/entry'
import { asObjects, asTexts, at, isJsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { laneRequest } from '@/lib/domain/lane-request'
import { newEffort } from '@/lib/domain/lint'
import type { Notice } from '@/lib/domain/notice'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { say } from '@/lib/words/sentence'
import { nginxKeys } from './nginx-keys'
import type { BaseRoute, Obstacles, Surroundings } from './provider'

type Backend = { object: KubeObject; host: string; path: string }

/**
 * What stands around a base Ingress: a canary belongs to a Service's port, not to a host and path. So a second canary there, or
 * another entry with other rules, is a problem; other hosts and paths, a cookie that keeps clients at their pod, and a baseline
 * without ready pods are notices.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer.lua
 */
export function nginxObstacles(around: Surroundings): Obstacles {
  const { base, objects } = around
  const backends = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap((object) => backendsOf(object, base))
  return {
    problems: [...otherEntries(around), ...otherCanaries(around)],
    notices: [...sharedNotices(around, backends), ...affinityNotices(base), ...unreadyNotices(around)],
  }
}

/** The hosts and paths of an ordinary Ingress that lead to the base's Service and port. */
function backendsOf(object: KubeObject, { service }: BaseRoute): Backend[] {
  if (isCanary(object)) return []
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule) =>
    asObjects(at(rule, 'http', 'paths'))
      .filter(({ backend }) => at(backend, 'service', 'name') === service.name)
      .filter(({ backend }) => portOf(backend) === service.port)
      .map(({ path }) => ({
        object,
        host: typeof rule.host === 'string' ? rule.host : '*',
        path: typeof path === 'string' ? path : '/',
      })),
  )
}

function portOf(backend: unknown): unknown {
  return at(backend, 'service', 'port', 'number') ?? at(backend, 'service', 'port', 'name')
}

function isCanary({ kind, metadata }: KubeObject): boolean {
  return kind === 'Ingress' && metadata.annotations?.[nginxKeys.canary] === 'true'
}

/** The oldest canary of a Service's port takes all, so a stranger's leaves no place for ours, or loses its own. */
function otherCanaries({ base, objects, document, entry }: Surroundings): Obstacles['problems'] {
  const group = document.metadata.name
  const places = new Set(
    objects.flatMap((object) => backendsOf(object, base)).map(({ host, path }) => `${host} ${path}`),
  )
  const others = objects
    .filter((object) => isCanary(object) && object.metadata.labels?.[labelKeys.group] !== group)
    .filter((object) =>
      asObjects(at(object, 'spec', 'rules')).some((rule) =>
        asObjects(at(rule, 'http', 'paths')).some(({ path }) =>
          places.has(
            `${typeof rule.host === 'string' ? rule.host : '*'} ${typeof path === 'string' ? path : '/'}`,
          ),
        ),
      ),
    )
  if (others.length === 0) return []
  // What the rules send to a lane, and a stranger's canary keeps from it.
  const shown = laneRequest(document, entry, [], newEffort())
  const counterExample = shown && shown.lane !== baseline ? { counterExample: shown.sample } : {}
  return others.map((object) => {
    const { name } = object.metadata
    const about = { name, service: base.service.name, port: String(base.service.port) }
    return {
      code: 'CanaryTaken',
      message: say('planning.canaryTaken', about),
      params: about,
      ...counterExample,
    }
  })
}

/** Entries behind one Service share its canary. */
function otherEntries({ document, entry }: Surroundings): Obstacles['problems'] {
  const rulesAt = (name: string) =>
    JSON.stringify(rulesOfEntry(document, name).map(({ match, targets }) => [match, targets]))
  return document.spec.entries
    .filter((one) => one.name !== entry.name && one.provider === entry.provider)
    .filter((one) => one.application === entry.application && rulesAt(one.name) !== rulesAt(entry.name))
    .map((one) => {
      const about = { entry: entry.name, other: one.name, application: entry.application }
      return { code: 'SharedService', message: say('planning.sharedService', about), params: about }
    })
}

function sharedNotices({ base, document, entry }: Surroundings, backends: readonly Backend[]): Notice[] {
  const known = document.spec.entries.filter(({ application }) => application === entry.application)
  const isKnown = ({ host, path }: Backend) =>
    known.some(
      (one) =>
        (one.host ?? '*') === host && (one.paths === undefined || one.paths.some((own) => own.path === path)),
    )
  const strangers = backends.filter((backend) => !isKnown(backend))
  const others = [...new Set(strangers.map(({ host, path }) => `${host}${path}`))].join(', ')
  if (others === '') return []
  const about = { kind: 'Service', name: base.service.name, others }
  const message = say('planning.splitElsewhere', about)
  const object = refOf(base.object)
  const counterExample = leakedRequest(document, entry, strangers[0])
  return [
    {
      code: 'SplitElsewhere',
      severity: 'warning',
      message,
      object,
      params: about,
      ...(counterExample && { counterExample }),
    },
  ]
}

/** A request for the stranger that the entry's rules send to a lane. */
function leakedRequest(document: LaneGroupDocument, entry: Entry, stranger: Backend | undefined) {
  const shown = laneRequest(document, entry, [], newEffort())
  if (!shown || !stranger) return null
  const { host: _host, ...sample } = shown.sample
  return { ...sample, ...(stranger.host !== '*' && { host: stranger.host }), path: stranger.path }
}

function affinityNotices({ object }: BaseRoute): Notice[] {
  if (object.metadata.annotations?.[nginxKeys.affinity] !== 'cookie') return []
  const { name } = object.metadata
  const message = say('planning.affinityFirst', { name })
  return [{ code: 'AffinityFirst', severity: 'warning', message, object: refOf(object), params: { name } }]
}

/** Without a ready pod of the baseline the controller answers 503 and never looks at the canary. */
function unreadyNotices({ base, objects }: Surroundings): Notice[] {
  const service = objects.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === base.service.name,
  )
  const selector = at(service, 'spec', 'selector')
  if (service === undefined || !isJsonObject(selector)) return []
  const pods = objects.filter(
    (object) =>
      object.kind === 'Deployment' &&
      Object.entries(asTexts(selector)).every(
        ([key, value]) => asTexts(at(object, 'spec', 'template', 'metadata', 'labels'))[key] === value,
      ),
  )
  const ready = pods.some((deployment) => Number(at(deployment, 'status', 'readyReplicas') ?? 0) > 0)
  if (pods.length === 0 || ready) return []
  const { name } = base.service
  const message = say('planning.baseUnready', { service: name })
  return [
    { code: 'BaseUnready', severity: 'warning', message, object: refOf(service), params: { service: name } },
  ]
}
