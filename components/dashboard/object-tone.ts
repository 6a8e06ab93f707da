import type { Tone } from '@/components/ui/status-badge'
import type { OperationObject } from '@/lib/services/schemas/operations'

export const objectTone: Record<OperationObject['result'], Tone> = {
  pending: 'neutral',
  applying: 'waiting',
  waiting: 'waiting',
  ready: 'ok',
  created: 'ok',
  configured: 'ok',
  unchanged: 'ok',
  deleted: 'ok',
  restored: 'ok',
  kept: 'attention',
  failed: 'failed',
}
