import 'server-only'
import { installationId } from '@/lib/db/settings'
import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { objectYaml } from '@/lib/domain/object-yaml'
import { AppError } from '@/lib/errors'
import { readLiveState } from '@/lib/operations/live-state'
import { withOwnership } from '@/lib/plan/ownership'
import { replicaCounts } from '@/lib/plan/replica-counts'
import { versionInputs } from '@/lib/plan/version-input'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { VersionYaml, VersionYamlInput } from '@/lib/services/schemas/version-yaml'
import { say } from '@/lib/words/sentence'
import type { RenderedVersion, VersionInput } from '@/lib/workloads/convention'
import { laneContainer } from '@/lib/workloads/lane-container'
import { renderVersion } from '@/lib/workloads/render-version'
import { withoutTracking } from '@/lib/workloads/tracking'
import { readDocument } from './read-document'
import { unsavedGroup } from './unsaved-group'

const answerMs = 10_000

/**
 * One version of a lane as a push would make it from the live baseline. Nothing is changed. Raises `NotFound` for a
 * version that the document does not have, `Invalid` where it cannot be made.
 */
export async function renderLaneVersion(ctx: ServiceContext, input: VersionYamlInput): Promise<VersionYaml> {
  requireRole(ctx, 'viewer')
  const document = readDocument(input.document)
  const lane = document.spec.lanes.find(({ tag }) => tag === input.lane)
  const version = lane?.versions.find(({ application }) => application === input.application)
  const application = document.spec.applications.find(({ name }) => name === input.application)
  if (!lane || !version || !application) {
    throw new AppError(
      'NotFound',
      say('refusals.noVersion', { lane: input.lane, application: input.application }),
    )
  }
  const group = await unsavedGroup(ctx, document)
  const [client, installation] = await Promise.all([
    clusterClient(ctx, { id: group.clusterId }),
    installationId(ctx.db),
  ])
  const signal = AbortSignal.timeout(answerMs)
  const reading = { client, reader: ctx.db, installation, group, document, source: 'cache', signal } as const
  const { live } = await readLiveState(reading)
  const counts = replicaCounts(document, live)
  const made = versionInputs(document, live, counts)({ lane, version, application })
  if ('problem' in made) throw new AppError('Invalid', made.problem.message)
  const owned = (object: KubeObject) =>
    withOwnership(object, { installation, group: group.name, lane: lane.tag })
  const { patch: _patch, ...unpatched } = version
  const { deployment, service } = rendered(made)
  const copy = rendered({ ...made, version: unpatched }).deployment
  const containers = asObjects(at(made.baseline, 'spec', 'template', 'spec', 'containers'))
  return {
    text: objectYaml(owned(deployment)),
    baseline: objectYaml(asWritten(made)),
    service: service === undefined ? null : objectYaml(owned(service)),
    base: {
      copy: owned(copy),
      container: laneContainer(containers, application, version.image).index,
      replicas: lane.state !== 'active' ? 'parked' : made.replicaCount === undefined ? null : 'counted',
    },
  }
}

function rendered(input: VersionInput): Exclude<RenderedVersion, { problem: unknown }> {
  const version = renderVersion(input)
  if ('problem' in version) throw new AppError('Invalid', version.problem.message)
  return version
}

/** The baseline without what the cluster and other tools keep in it, so that a comparison shows what the lane changes. */
function asWritten({ baseline }: VersionInput): KubeObject {
  const { apiVersion, kind, metadata, spec } = baseline
  const { name, namespace, labels } = metadata
  const annotations = withoutTracking(metadata.annotations)
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    spec,
  }
}
