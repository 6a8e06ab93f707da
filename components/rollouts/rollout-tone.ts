import type { Tone } from '@/components/ui/status-badge'
import type { RolloutView } from '@/lib/services/schemas/rollouts'

export const rolloutTone: Record<RolloutView['state'], Tone> = {
  progressing: 'waiting',
  paused: 'attention',
  failed: 'failed',
  complete: 'ok',
}

/** Of a pod: green only when it takes requests. */
export function podTone({ isReady, status }: RolloutView['pods'][number]): Tone {
  if (status === 'Terminating') return 'neutral'
  if (isReady) return 'ok'
  return /BackOff|Err|Error|Invalid|Failed|Evicted|OOM|ExitCode|Signal/.test(status) ? 'failed' : 'waiting'
}
