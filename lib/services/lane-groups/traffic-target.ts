import { baseline } from '@/lib/domain/baseline'
import type { Entry } from '@/lib/domain/entry'
import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { versionName } from '@/lib/domain/version-name'
import { findProvider } from '@/lib/providers/index'
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
    return {
      application: application.name,
      gateways: entries.map(metricsOf),
      versions: [stable, ...lanes],
    }
  })
  return { group: metadata.name, namespace: spec.namespace, applications }
}

function metricsOf(entry: Entry): GatewayMetrics | null {
  const provider = findProvider(entry.provider)
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  return provider && settings?.success ? provider.metrics(settings.data) : null
}
