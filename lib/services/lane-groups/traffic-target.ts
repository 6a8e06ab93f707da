import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { versionName } from '@/lib/domain/version-name'
import type { TargetApplication, TargetVersion, TrafficTarget } from '@/lib/traffic/traffic-source'

/** What is to be measured of a group: the workloads and Services of its document. */
export function trafficTarget(document: LaneGroupDocument): TrafficTarget {
  const { metadata, spec } = document
  const applications = spec.applications.map((application): TargetApplication => {
    const entries = spec.entries.filter((entry) => entry.application === application.name)
    const service = application.service?.name ?? null
    const stable = { lane: baseline, deployment: application.deployment, service }
    const lanes = spec.lanes.flatMap(({ tag, versions }): TargetVersion[] => {
      const version = versions.find((one) => one.application === application.name)
      if (version === undefined) return []
      const name = versionName({ convention: spec.convention, application, tag, version })
      return [{ lane: tag, deployment: name, service: entries.length > 0 ? name : null }]
    })
    const providers = entries.map(({ provider }) => provider)
    return { application: application.name, providers, versions: [stable, ...lanes] }
  })
  return { group: metadata.name, namespace: spec.namespace, applications }
}
