import type { Application } from '@/lib/domain/application'
import type { ObjectRef } from '@/lib/domain/kube-object'
import type { Lane, LaneVersion } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Problem } from '@/lib/domain/problem'
import { laneServiceOf } from '@/lib/providers/inner-routing'
import { say } from '@/lib/words/sentence'
import type { VersionInput } from '@/lib/workloads/convention'
import { objectIndex } from './find-object'
import type { ReplicaCounts } from './replica-counts'
import type { LiveState } from './types'

/** One version of a document's lane. */
export type VersionChoice = { lane: Lane; version: LaneVersion; application: Application }

/**
 * Gives what each version of a document is rendered from on a cluster, or why it cannot be: the baseline's
 * Deployment is missing, or the application's routes ask for different Services.
 */
export function versionInputs(
  document: LaneGroupDocument,
  live: LiveState,
  counts: Pick<ReplicaCounts, 'of'>,
): (choice: VersionChoice) => VersionInput | { problem: Problem } {
  const find = objectIndex(live.objects)
  const services = live.objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service')
  const deployments = live.objects.filter(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === document.spec.namespace,
  )
  const configs = live.objects.filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
  return ({ lane, version, application }) => {
    const baseline = find(deploymentRef(document, application.deployment))
    if (!baseline) return { problem: noBaseline(document, application) }
    const laneService = laneServiceOf(document, application)
    if (laneService === 'clash') return { problem: serviceClash(document, application) }
    return {
      group: document,
      application,
      lane,
      version,
      replicaCount: counts.of(application.name, lane.tag),
      baseline,
      service: application.service && find(serviceRef(document, application.service.name)),
      services,
      deployments,
      configs,
      needsService: laneService === 'own',
      sharesService: laneService === 'shared',
      tagPlacement: document.spec.tagPlacement ?? 'both',
    }
  }
}

/** The reference of a Deployment in a group's namespace. */
export function deploymentRef({ spec }: LaneGroupDocument, name: string): ObjectRef {
  return { apiVersion: 'apps/v1', kind: 'Deployment', namespace: spec.namespace, name }
}

function serviceRef({ spec }: LaneGroupDocument, name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Service', namespace: spec.namespace, name }
}

function noBaseline(document: LaneGroupDocument, application: Application): Problem {
  const { applications, namespace } = document.spec
  const message = say('planning.noBaseline', {
    namespace,
    deployment: application.deployment,
    application: application.name,
  })
  return {
    code: 'NoBaseline',
    message,
    path: `spec.applications.${applications.indexOf(application)}.deployment`,
    params: { namespace, deployment: application.deployment, application: application.name },
  }
}

function serviceClash({ spec }: LaneGroupDocument, { name }: Application): Problem {
  const at = spec.applications.findIndex((application) => application.name === name)
  const message = say('planning.serviceClash', { application: name })
  return { code: 'ServiceClash', message, path: `spec.applications.${at}`, params: { application: name } }
}
