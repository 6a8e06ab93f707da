import type { LaneVersion } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { VersionEdit } from '@/lib/domain/read-version-edit'

type Change = {
  lane: string
  application: string
  edit: VersionEdit
  config: 'share' | 'copy'
  /** Whether the number of pods in the text is the version's own. */
  ownReplicas: boolean
}

/** A lane's version of an application. */
export function versionOf(
  { spec }: LaneGroupDocument,
  lane: string,
  application: string,
): LaneVersion | undefined {
  return spec.lanes
    .find(({ tag }) => tag === lane)
    ?.versions.find((version) => version.application === application)
}

/** The document with what an edit makes of one version; what the edit does not speak of stays, a patch that is gone goes. */
export function withVersion(document: LaneGroupDocument, change: Change): LaneGroupDocument {
  const { lane, application } = change
  const lanes = document.spec.lanes.map((one) =>
    one.tag === lane
      ? {
          ...one,
          versions: one.versions.map((version) =>
            version.application === application ? edited(version, change) : version,
          ),
        }
      : one,
  )
  return { ...document, spec: { ...document.spec, lanes } }
}

/** Where the text shows a number that is not the version's (none while parked, or what the rules count), the document keeps its own. */
function edited(version: LaneVersion, { edit, config, ownReplicas }: Change): LaneVersion {
  const { patch: _patch, replicas, config: old, ...rest } = version
  const count = ownReplicas ? edit.replicas : replicas
  return {
    ...rest,
    image: edit.image,
    ...(count !== undefined && { replicas: count }),
    ...((config === 'copy' || old !== undefined) && { config }),
    ...(edit.patch && { patch: edit.patch }),
  }
}
