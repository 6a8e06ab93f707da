import type { SharePart } from '@/components/ui/share-segments'
import type { TrafficView } from '@/lib/services/schemas/traffic'

/** What the bar of a group shows: the versions of the application its first entry reaches. */
export function shareParts(traffic: TrafficView | null): SharePart[] {
  const versions = traffic?.applications[0]?.versions ?? []
  return versions.map(({ lane, colour, share, expected }) => ({ lane, colour, share, expected }))
}
