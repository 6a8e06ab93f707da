import type { DocumentChange } from './document-changes'
import type { LaneGroupDocument } from './lane-group'

/**
 * Whether a difference of two documents touches a lane: the lane itself, a rule that leads or led to it, or something
 * of the whole group. What happens to other lanes does not.
 */
export function concernsLane(
  change: DocumentChange,
  lane: string,
  documents: readonly (LaneGroupDocument | null)[],
): boolean {
  if ('lane' in change) return change.lane === lane
  if ('rule' in change)
    return documents.some((document) =>
      document?.spec.rules.some(
        ({ name, targets }) => name === change.rule && targets.some((target) => target.lane === lane),
      ),
    )
  if ('path' in change && change.path.startsWith('lanes.'))
    return change.path === `lanes.${lane}` || change.path.startsWith(`lanes.${lane}.`)
  return true
}
