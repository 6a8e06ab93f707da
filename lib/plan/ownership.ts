import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys, ownershipLabels } from '@/lib/domain/labels'
import type { LiveState } from './types'

/** Who we are on a cluster. */
export type Owner = { installation: string; group: string }

/** The object with the labels that mark it as ours. */
export function withOwnership(object: KubeObject, owner: Owner & { lane: string }): KubeObject {
  const labels = { ...object.metadata.labels, ...ownershipLabels(owner) }
  return { ...object, metadata: { ...object.metadata, labels } }
}

/** Tells whether an object is ours: our installation's and group's labels stand on it, and we remember its uid. */
export function ownershipTest(live: LiveState, owner: Owner): (object: KubeObject) => boolean {
  const known = new Set(live.owned.map(({ uid }) => uid))
  return ({ metadata: { labels = {}, uid } }) =>
    labels[labelKeys.installation] === owner.installation &&
    labels[labelKeys.group] === owner.group &&
    uid !== undefined &&
    known.has(uid)
}
