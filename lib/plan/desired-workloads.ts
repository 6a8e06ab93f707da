import type { Application } from '@/lib/domain/application'
import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { laneServiceOf } from '@/lib/providers/inner-routing'
import { say } from '@/lib/words/sentence'
import type { RenderedVersion } from '@/lib/workloads/convention'
import { renderVersion } from '@/lib/workloads/render-version'
import { objectIndex } from './find-object'
import { replicaCounts } from './replica-counts'
import type { DesiredItem, LiveState } from './types'

type Workloads = { items: DesiredItem[]; notices: Notice[]; errors: Problem[] }

/** The Deployments and Services of a document's lanes, copied from the live baselines. */
export function desiredWorkloads(input: { document: LaneGroupDocument; live: LiveState }): Workloads {
  const { document, live } = input
  const { applications, lanes } = document.spec
  const find = objectIndex(live.objects)
  const services = live.objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service')
  const configs = live.objects.filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
  const counts = replicaCounts(document, live)
  const result: Workloads = { items: [], notices: [...counts.notices], errors: [] }
  for (const lane of lanes) {
    for (const version of lane.versions) {
      const application = applications.find(({ name }) => name === version.application)
      if (!application) continue
      const baseline = find(deploymentRef(document, application.deployment))
      if (!baseline) {
        result.errors.push(noBaseline(document, application))
        continue
      }
      const laneService = laneServiceOf(document, application)
      if (laneService === 'clash') {
        result.errors.push(serviceClash(document, application))
        continue
      }
      const rendered = renderVersion({
        group: document,
        application,
        lane,
        version,
        replicaCount: counts.of(application.name, lane.tag),
        baseline,
        service: application.service && find(serviceRef(document, application.service.name)),
        services,
        configs,
        needsService: laneService === 'own',
        sharesService: laneService === 'shared',
        tagPlacement: document.spec.tagPlacement ?? 'both',
      })
      add(result, rendered, lane, application)
    }
  }
  return { ...result, errors: distinct(result.errors), notices: result.notices }
}

/** The reference of a Deployment in a group's namespace. */
export function deploymentRef({ spec }: LaneGroupDocument, name: string): ObjectRef {
  return { apiVersion: 'apps/v1', kind: 'Deployment', namespace: spec.namespace, name }
}

function serviceRef({ spec }: LaneGroupDocument, name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Service', namespace: spec.namespace, name }
}

function add(result: Workloads, rendered: RenderedVersion, lane: Lane, application: Application): void {
  if ('problem' in rendered) {
    result.errors.push(rendered.problem)
    return
  }
  const { configs, deployment, service, notices } = rendered
  const closing = wantsNoPods(deployment)
  const common = { lane: lane.tag, application: application.name, closing }
  result.notices.push(...notices)
  for (const object of configs) {
    // Two applications may name the same one: its copy is made once.
    const isMade = result.items.some((item) => refKey(refOf(item.object)) === refKey(refOf(object)))
    if (!isMade) result.items.push({ ...common, object, phase: 'config', wait: 'none', closing: false })
  }
  result.items.push({
    ...common,
    object: deployment,
    phase: 'workload',
    wait: closing ? 'none' : 'available',
  })
  if (!service) return
  result.items.push({ ...common, object: service, phase: 'service', wait: closing ? 'none' : 'endpoints' })
}

function wantsNoPods(deployment: KubeObject): boolean {
  const { spec } = deployment
  return typeof spec === 'object' && spec !== null && 'replicas' in spec && spec.replicas === 0
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

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.code}`, problem])).values()]
}
