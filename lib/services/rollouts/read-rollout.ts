import 'server-only'
import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { podProblem } from '@/lib/domain/pod-problem'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { selectorText } from '@/lib/k8s/label-selector'
import { isPodReady } from '@/lib/k8s/pod-readiness'
import type { DeploymentPlace } from '@/lib/services/schemas/rollouts'
import { say } from '@/lib/words/sentence'
import { isControlledBy, type OwnReplicaSet, ownReplicaSets } from './replica-sets'
import { selectingServices } from './rollout-shares'

/** A Deployment with all that belongs to its rollout. */
export type FoundRollout = {
  deployment: KubeObject
  replicaSets: OwnReplicaSet[]
  newPods: KubeObject[]
  oldPods: KubeObject[]
  events: KubeObject[]
  probeEvents: KubeObject[]
  /** Those that select its pods. */
  services: KubeObject[]
  slices: KubeObject[]
  autoscaler: KubeObject | null
  /** Kinds that the account may not read. */
  unread: string[]
}

export const deploymentRef = ({ namespace, deployment }: DeploymentPlace): ObjectRef => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace,
  name: deployment,
})

/** The live Deployment. Raises `NotFound`. */
export async function readDeployment(client: ClusterClient, place: DeploymentPlace): Promise<KubeObject> {
  const found = await client.find(deploymentRef(place))
  if (found) return found
  const { namespace, deployment: name } = place
  throw new AppError('NotFound', say('rolling.noDeployment', { name, namespace }))
}

/** Its ReplicaSets, newest revision first. */
export async function readReplicaSets(
  client: ClusterClient,
  deployment: KubeObject,
): Promise<OwnReplicaSet[]> {
  const of = { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...selectionOf(deployment) }
  return ownReplicaSets(deployment, await client.list(of))
}

/** Reads what a rollout consists of; raises `NotFound` without the Deployment. */
export async function readRollout(client: ClusterClient, place: DeploymentPlace): Promise<FoundRollout> {
  const { namespace } = place
  const deployment = await readDeployment(client, place)
  const unread: string[] = []
  const own = { apiVersion: 'v1', kind: 'Event', namespace }
  const fieldSelector = `involvedObject.kind=Deployment,involvedObject.name=${place.deployment}`
  const [replicaSets, pods, events, services, autoscaler] = await Promise.all([
    ifAllowed('ReplicaSet', unread, readReplicaSets(client, deployment)),
    client.list({ apiVersion: 'v1', kind: 'Pod', ...selectionOf(deployment) }),
    ifAllowed('Event', unread, client.list({ ...own, fieldSelector })),
    ifAllowed('Service', unread, client.list({ apiVersion: 'v1', kind: 'Service', namespace })),
    readAutoscaler(client, place, unread),
  ])
  const { newPods, oldPods } = podsOf(replicaSets, pods)
  const labels = asTexts(at(deployment, 'spec', 'template', 'metadata', 'labels'))
  const selecting = selectingServices(services, labels)
  const isUnclear = newPods.some((pod) => !isPodReady(pod) && podProblem(pod) === null)
  const probes = { ...own, fieldSelector: 'involvedObject.kind=Pod,reason=Unhealthy' }
  const [slices, probeEvents] = await Promise.all([
    ifAllowed('EndpointSlice', unread, readSlices(client, namespace, selecting)),
    isUnclear ? ifAllowed('Event', unread, client.list(probes)) : [],
  ])
  return {
    ...{
      deployment,
      replicaSets,
      newPods,
      oldPods,
      events,
      probeEvents,
      services: selecting,
      slices,
      autoscaler,
    },
    unread: [...new Set(unread)],
  }
}

function podsOf(replicaSets: readonly OwnReplicaSet[], pods: readonly KubeObject[]) {
  const of = (isNew: boolean) =>
    pods.filter((pod) =>
      replicaSets.some((one) => one.isNew === isNew && isControlledBy(pod, one.object.metadata.uid)),
    )
  return { newPods: of(true), oldPods: of(false) }
}

async function readSlices(
  client: ClusterClient,
  namespace: string,
  services: readonly KubeObject[],
): Promise<KubeObject[]> {
  if (services.length === 0) return []
  const names = services.map(({ metadata }) => metadata.name).join(',')
  const labelSelector = `kubernetes.io/service-name in (${names})`
  return client.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace, labelSelector })
}

const selectionOf = ({ metadata, spec }: KubeObject) => ({
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  labelSelector: selectorText(at(spec, 'selector')),
})

/** The autoscaler that sets the Deployment's size; null when there is none, or it may not be read. */
export async function readAutoscaler(
  client: ClusterClient,
  { namespace, deployment }: DeploymentPlace,
  unread: string[] = [],
): Promise<KubeObject | null> {
  const kind = 'HorizontalPodAutoscaler'
  const found = await ifAllowed(kind, unread, client.list({ apiVersion: 'autoscaling/v2', kind, namespace }))
  const isIts = ({ spec }: KubeObject) =>
    at(spec, 'scaleTargetRef', 'kind') === 'Deployment' && at(spec, 'scaleTargetRef', 'name') === deployment
  return found.find(isIts) ?? null
}

async function ifAllowed<Item>(kind: string, unread: string[], list: Promise<Item[]>): Promise<Item[]> {
  try {
    return await list
  } catch (error) {
    const status = clusterStatus(error)
    if (status !== 403 && status !== 404) throw error
    unread.push(kind)
    return []
  }
}
