import type { Application } from '@/lib/domain/application'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import type { RenderedVersion } from '@/lib/workloads/convention'
import { renderVersion } from '@/lib/workloads/render-version'
import { leaveToAutoscaler } from './autoscaled'
import { replicaCounts } from './replica-counts'
import type { DesiredItem, LiveState } from './types'
import { versionInputs } from './version-input'

type Workloads = { items: DesiredItem[]; notices: Notice[]; errors: Problem[] }

/** The Deployments and Services of a document's lanes, copied from the live baselines. */
export function desiredWorkloads(input: { document: LaneGroupDocument; live: LiveState }): Workloads {
  const { document, live } = input
  const { applications, lanes } = document.spec
  const counts = replicaCounts(document, live)
  const inputOf = versionInputs(document, live, counts)
  const result: Workloads = { items: [], notices: [...counts.notices], errors: [] }
  for (const lane of lanes.filter(({ state }) => state !== 'cleaned')) {
    for (const version of lane.versions) {
      const application = applications.find(({ name }) => name === version.application)
      if (!application) continue
      const input = inputOf({ lane, version, application })
      const rendered = 'problem' in input ? input : renderVersion(input)
      add(result, rendered, { lane, application, live })
    }
  }
  return { ...result, errors: distinct(result.errors), notices: result.notices }
}

type Of = { lane: Lane; application: Application; live: LiveState }

function add(result: Workloads, rendered: RenderedVersion, { lane, application, live }: Of): void {
  if ('problem' in rendered) {
    result.errors.push(rendered.problem)
    return
  }
  const { configs, service } = rendered
  const { deployment, notices } = leaveToAutoscaler(rendered.deployment, live)
  const closing = wantsNoPods(deployment)
  const common = { lane: lane.tag, application: application.name, closing }
  result.notices.push(...rendered.notices, ...notices)
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

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.code}`, problem])).values()]
}
