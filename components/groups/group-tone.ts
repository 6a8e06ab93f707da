import type { Tone } from '@/components/ui/status-badge'
import type { GroupStatus } from '@/lib/services/schemas/lane-groups'

export const groupTone: Record<GroupStatus['state'], Tone> = {
  draft: 'neutral',
  inSync: 'ok',
  pending: 'attention',
  running: 'waiting',
  failed: 'failed',
  drift: 'attention',
  unknown: 'unknown',
}
