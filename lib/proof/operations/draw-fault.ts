import { pick } from '@/lib/domain/testdata/random'
import type { Fault } from '@/lib/k8s/fault-proxy'

const status = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message,
})

/** A fault that passes: overloaded, restarted, slow, silent, or cut off in the middle of an answer. */
export function drawPassing(random: () => number): Fault {
  const kind = pick(random, [
    '500',
    '503',
    '429',
    'cut',
    'lost answer',
    'half answer',
    'slow',
    'hang',
  ] as const)
  switch (kind) {
    case '500':
      return { do: 'answer', status: 500, body: status(500, 'InternalError', 'etcdserver: leader changed') }
    case '503':
      return { do: 'answer', status: 503, body: status(503, 'ServiceUnavailable', 'shutting down') }
    case '429':
      return {
        do: 'answer',
        status: 429,
        body: status(429, 'TooManyRequests', 'too many requests'),
        headers: { 'retry-after': '1' },
      }
    case 'cut':
      return { do: 'cut', reached: false }
    case 'lost answer':
      return { do: 'cut', reached: true }
    case 'half answer':
      return { do: 'cut', reached: true, bytes: Math.floor(random() * 200) }
    case 'hang':
      return { do: 'hang' }
    case 'slow':
      return { do: 'delay', ms: 50 + Math.floor(random() * 250) }
  }
}

/** A refusal that is meant: whoever asks again gets it again. `says` is part of what an operator has to read. */
export function drawRefusal(random: () => number): { fault: Fault; says: string } {
  const [code, reason, says] = pick(random, [
    [403, 'Forbidden', 'admission webhook "policy.example.com" denied the request'],
    [422, 'Invalid', 'is invalid: spec: Invalid value'],
    [403, 'Forbidden', 'exceeded quota: team, requested: pods=1, used: pods=10, limited: pods=10'],
  ] as const)
  return { fault: { do: 'answer', status: code, body: status(code, reason, says) }, says }
}
