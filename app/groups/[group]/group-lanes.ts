import type { LaneChoice } from '@/components/rules/targets-editor'
import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'

/** The lanes of a document with the colours they have for ever. */
export function groupLanes(view: Pick<LaneGroupView, 'document' | 'status'>): LaneChoice[] {
  return view.document.spec.lanes.map(({ tag }) => ({
    tag,
    colour: view.status.lanes.find((lane) => lane.tag === tag)?.colour ?? 0,
  }))
}
