import { stringify } from 'yaml'
import type { LaneVersion } from '@/lib/domain/lane'

/** A version of a document as YAML that can be compared: its fields in one order, what is the default left out. */
export function versionAsText({ image, replicas, config, patch }: LaneVersion): string {
  return stringify(
    { image, replicas, config: config === 'copy' ? config : undefined, patch },
    { lineWidth: 0, sortMapEntries: false },
  )
}
