import type { Tone } from '@/components/ui/status-badge'
import type { OperationStepView, OperationView } from '@/lib/services/schemas/operations'

export const stepTone: Record<OperationStepView['state'], Tone> = {
  pending: 'neutral',
  running: 'waiting',
  waiting: 'attention',
  succeeded: 'ok',
  failed: 'failed',
  skipped: 'neutral',
}

export const operationTone: Record<OperationView['state'], Tone> = {
  queued: 'neutral',
  running: 'waiting',
  waiting: 'attention',
  succeeded: 'ok',
  failed: 'failed',
  aborted: 'attention',
}
