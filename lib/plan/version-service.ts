import type { Application } from '@/lib/domain/application'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { versionName } from '@/lib/domain/version-name'
import type { ServicePort } from '@/lib/providers/provider'

/** The name of a lane's version of an application; empty when it has none. */
export function versionNameOf(document: LaneGroupDocument, lane: Lane, name: string): string {
  const { applications, convention } = document.spec
  const application = applications.find((candidate) => candidate.name === name)
  const version = lane.versions.find((candidate) => candidate.application === name)
  return application && version ? versionName({ convention, application, tag: lane.tag, version }) : ''
}

/** The own Service of a lane's version, on the port of the baseline's; null when the application has none. */
export function versionServiceOf(
  document: LaneGroupDocument,
  { name, service }: Application,
  lane: Lane,
): ServicePort | null {
  return service ? { name: versionNameOf(document, lane, name), port: service.port } : null
}
