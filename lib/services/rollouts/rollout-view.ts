import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { probeFailures } from '@/lib/domain/probe-failures'
import { rolloutBounds } from '@/lib/domain/rollout-bounds'
import { unmetPorts } from '@/lib/domain/unmet-ports'
import { workloadCauses } from '@/lib/domain/workload-causes'
import { podColumns } from '@/lib/k8s/pod-columns'
import { isPodReady } from '@/lib/k8s/pod-readiness'
import { kubectlStatus, rolloutStatus } from '@/lib/k8s/rollout-status'
import type { DeploymentPlace, RolloutView } from '@/lib/services/schemas/rollouts'
import { type Language, translate } from '@/lib/words/translate'
import { strategyOf, wantedPods } from '@/lib/workloads/strategy-of'
import { trackedBy } from '@/lib/workloads/tracking'
import type { FoundRollout } from './read-rollout'
import { hashOf, numberAt, type OwnReplicaSet, shownImages, templateImages } from './replica-sets'
import { rolloutEvents } from './rollout-events'
import { rolloutShares } from './rollout-shares'

type Reader = { now: Date; language: Language; groups: RolloutView['groups'] }

/** All that a page says of a rollout, in the reader's language. */
export function toRolloutView(place: DeploymentPlace, found: FoundRollout, reader: Reader): RolloutView {
  const { deployment, replicaSets } = found
  const newest = replicaSets.find(({ isNew }) => isNew)
  const strategy = strategyOf(deployment)
  return {
    ...place,
    uid: deployment.metadata.uid ?? '',
    asOf: reader.now.toISOString(),
    state: rolloutStatus(deployment).state,
    sentence: translate(kubectlStatus(deployment).message, reader.language),
    paused: at(deployment, 'spec', 'paused') === true,
    counts: countsOf(deployment),
    generation: deployment.metadata.generation ?? 0,
    observedGeneration: numberAt(deployment, 'status', 'observedGeneration'),
    conditions: conditionsOf(deployment),
    strategy: { ...strategy, ...rolloutBounds(strategy, wantedPods(deployment)) },
    containers: templateImages(deployment),
    revision: newest?.revision ?? null,
    revisions: replicaSets.map(toRevision),
    replicaSets: toReplicaSets(replicaSets),
    pods: podsOf(found),
    events: rolloutEvents(found.events, {
      uid: deployment.metadata.uid ?? '',
      newReplicaSet: newest?.object.metadata.name ?? null,
    }),
    shares: sharesOf(found),
    causes: causesOf(found, reader),
    unmetPorts: found.services.flatMap((service) =>
      unmetPorts(service, at(deployment, 'spec', 'template', 'spec')).map((one) => ({
        service: service.metadata.name,
        ...one,
      })),
    ),
    managedBy: trackedBy(deployment),
    groups: reader.groups,
    autoscaler: autoscalerOf(found.autoscaler),
    unread: found.unread,
  }
}

export function countsOf(deployment: KubeObject): RolloutView['counts'] {
  const status = (field: string) => numberAt(deployment, 'status', field)
  return {
    desired: wantedPods(deployment),
    total: status('replicas'),
    ready: status('readyReplicas'),
    updated: status('updatedReplicas'),
    available: status('availableReplicas'),
    unavailable: status('unavailableReplicas'),
  }
}

const textOr = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

function conditionsOf(deployment: KubeObject): RolloutView['conditions'] {
  return asObjects(at(deployment, 'status', 'conditions')).map((condition) => ({
    type: String(condition.type),
    status: String(condition.status),
    reason: textOr(condition.reason),
    message: textOr(condition.message),
    at: textOr(condition.lastTransitionTime),
  }))
}

function toRevision({ object, revision, isNew }: OwnReplicaSet): RolloutView['revisions'][number] {
  const { name, annotations, creationTimestamp } = object.metadata
  return {
    revision,
    replicaSet: name,
    images: shownImages(object),
    changeCause: annotations?.['kubernetes.io/change-cause'] ?? null,
    createdAt: creationTimestamp ?? null,
    isNew,
  }
}

function toReplicaSets(replicaSets: readonly OwnReplicaSet[]): RolloutView['replicaSets'] {
  const rows = replicaSets.map(({ object, revision, isNew }) => ({
    name: object.metadata.name,
    hash: hashOf(object),
    revision,
    isNew,
    desired: wantedPods(object),
    current: numberAt(object, 'status', 'replicas'),
    ready: numberAt(object, 'status', 'readyReplicas'),
    available: numberAt(object, 'status', 'availableReplicas'),
  }))
  const rank = (row: (typeof rows)[number]) => (row.isNew ? 0 : row.desired + row.current > 0 ? 1 : 2)
  return rows.sort((one, other) => rank(one) - rank(other) || other.revision - one.revision)
}

function podsOf({ newPods, oldPods }: FoundRollout): RolloutView['pods'] {
  const rows = (pods: readonly KubeObject[], version: 'new' | 'old') =>
    [...pods]
      .sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))
      .map((pod) => ({ version, hash: hashOf(pod), isReady: isPodReady(pod), ...podColumns(pod) }))
  return [...rows(newPods, 'new'), ...rows(oldPods, 'old')]
}

function sharesOf({ services, slices, newPods, oldPods, unread }: FoundRollout): RolloutView['shares'] {
  if (unread.includes('Service') || unread.includes('EndpointSlice')) return []
  const names = (pods: readonly KubeObject[]) =>
    new Set(pods.filter(isPodReady).map(({ metadata }) => metadata.name))
  const ready = { newReady: names(newPods), oldReady: names(oldPods) }
  return rolloutShares(services, slices, ready)
}

/** That it is paused stands at the head of the page, as what somebody wanted. */
function causesOf(found: FoundRollout, { now, language }: Reader): RolloutView['causes'] {
  const { deployment, newPods, oldPods, probeEvents } = found
  const probes = probeFailures(probeEvents)
  return workloadCauses({ deployment, newPods, oldPods, probes, now: now.getTime() })
    .filter(({ cause }) => cause !== 'paused')
    .map((cause) => ({ ...cause, message: translate(cause.message, language) }))
}

export function autoscalerOf(autoscaler: KubeObject | null): RolloutView['autoscaler'] {
  if (autoscaler === null) return null
  const min = at(autoscaler, 'spec', 'minReplicas')
  return {
    name: autoscaler.metadata.name,
    min: typeof min === 'number' ? min : 1,
    max: numberAt(autoscaler, 'spec', 'maxReplicas'),
  }
}
