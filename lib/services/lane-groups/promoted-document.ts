import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { PromoteInput } from '@/lib/services/schemas/operations'
import { withoutLane } from './without-lane'

/** The document once a lane is promoted: the lane parked, cleaned, gone, or as it was. */
export function promotedDocument(
  document: LaneGroupDocument,
  tag: string,
  after: PromoteInput['after'],
): LaneGroupDocument {
  switch (after) {
    case 'keep':
      return document
    case 'remove':
      return withoutLane(document, tag)
    case 'park':
      return inState(document, tag, 'parked')
    case 'clean':
      return inState(document, tag, 'cleaned')
  }
}

function inState(document: LaneGroupDocument, tag: string, state: 'parked' | 'cleaned'): LaneGroupDocument {
  const { spec } = document
  const lanes = spec.lanes.map((lane) => (lane.tag === tag ? { ...lane, state } : lane))
  return { ...document, spec: { ...spec, lanes } }
}
