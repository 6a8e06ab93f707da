import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { versionName } from '@/lib/domain/version-name'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { readWorkload } from './lane-workload'

/**
 * A version of an active lane that does not run is no version to promote: its image is not the one that the document says,
 * or no pod of it is ready. What a parked or cleaned lane had is taken as the document says. Raises `Conflict`.
 */
export function refuseUnproven(input: {
  document: LaneGroupDocument
  lane: Lane
  applications: readonly string[]
  deployments: ReadonlyMap<string, KubeObject>
  /** Also of a lane that is not active: its pods are to take the requests. */
  always?: boolean
}): void {
  const { document, lane, applications, deployments, always = false } = input
  if (lane.state !== 'active' && !always) return
  const { convention } = document.spec
  for (const version of lane.versions) {
    const application = document.spec.applications.find(({ name }) => name === version.application)
    if (!application || !applications.includes(application.name) || (version.replicas === 0 && !always))
      continue
    const name = versionName({ convention, application, tag: lane.tag, version })
    const found = deployments.get(name)
    const reading = found ? readWorkload(found) : null
    const runs = reading?.containers.some(({ image }) => image === version.image) ?? false
    if (runs && (reading?.ready ?? 0) > 0) continue
    const about = { lane: lane.tag, application: application.name, image: version.image }
    const why = runs ? say('refusals.promoteUnready', about) : say('refusals.promoteUnpushed', about)
    throw new AppError('Conflict', why, { details: { lane: lane.tag, application: application.name } })
  }
}
