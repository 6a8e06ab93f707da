import type { SharePart } from '@/components/ui/share-segments'
import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupSummary } from '@/lib/services/schemas/lane-groups'

/** The shares that the rules give to requests which no condition decides; the baseline takes what is left. */
export function configuredParts(lanes: LaneGroupSummary['lanes']): SharePart[] {
  const taken = lanes.reduce((sum, { share }) => sum + share, 0)
  return [
    { lane: baseline, colour: 0, share: Math.max(0, 1 - taken) },
    ...lanes.filter(({ share }) => share > 0).map(({ tag, colour, share }) => ({ lane: tag, colour, share })),
  ]
}
