import type { Application } from '@/lib/domain/application'
import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { AppError } from '@/lib/errors'
import { invalid } from '@/lib/services/field-errors'
import { say } from '@/lib/words/sentence'
import { laneContainer } from '@/lib/workloads/lane-container'

/**
 * The images that a lane gives the baselines of these applications: of each the container whose image the lane's version
 * sets. Raises `Invalid` for an application without a version in the lane, `Unsupported` where it cannot be told which
 * container is meant, `NotFound` for a baseline that is not there.
 */
export function promotedImages(input: {
  document: LaneGroupDocument
  lane: Lane
  applications: readonly string[]
  deployments: ReadonlyMap<string, KubeObject>
}): WantedImage[] {
  const { document, lane, applications, deployments } = input
  return applications.map((name) => {
    const application = document.spec.applications.find((one) => one.name === name)
    const version = lane.versions.find((one) => one.application === name)
    if (!application || !version)
      throw invalid({
        applications: [say('refusals.promoteNoVersion', { lane: lane.tag, application: name })],
      })
    return imageOf(application, version.image, deployments.get(application.deployment))
  })
}

function imageOf(application: Application, image: string, found: KubeObject | undefined): WantedImage {
  const { name, deployment } = application
  if (found === undefined) throw new AppError('NotFound', say('planning.promoteGone', { deployment }))
  const containers = asObjects(at(found, 'spec', 'template', 'spec', 'containers'))
  const { index, sure } = laneContainer(containers, application, image)
  const container = containers[index]
  if (!sure || typeof container?.name !== 'string')
    throw new AppError('Unsupported', say('refusals.promoteUnsure', { deployment, image }))
  const from = typeof container.image === 'string' ? { from: container.image } : {}
  return { application: name, deployment, container: container.name, image, ...from }
}
