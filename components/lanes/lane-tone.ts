import type { Tone } from '@/components/ui/status-badge'
import type { LaneStatus } from '@/lib/services/schemas/lane-groups'

export const laneTone: Record<LaneStatus['state'], Tone> = {
  draft: 'neutral',
  deploying: 'waiting',
  live: 'ok',
  parked: 'neutral',
  cleaned: 'neutral',
  failed: 'failed',
  unknown: 'unknown',
}
