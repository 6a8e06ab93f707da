import { expect, it } from 'vitest'
import type { OperationView } from '@/lib/services/schemas/operations'
import { awaitedBy } from './awaited-by'

type Step = OperationView['steps'][number]
const step = (name: Step['name'], state: Step['state'], kind?: string): Step => ({
  name,
  state,
  startedAt: null,
  finishedAt: null,
  objects:
    kind === undefined
      ? []
      : [{ ref: { apiVersion: 'v1', kind, name: 'a' }, result: 'waiting', message: null, updatedAt: '' }],
})
const told = (state: OperationView['state'], steps: Step[], code?: string) =>
  awaitedBy({ state, steps, error: code === undefined ? null : { code, message: '' } })

it('what is waited for is told by the step and its objects, and by the answer of the cluster before them', () => {
  const pods = [step('workloads', 'succeeded'), step('wait-available', 'waiting', 'Deployment')]
  expect(told('waiting', pods)).toBe('pods')
  expect(told('waiting', pods, 'ClusterUnreachable')).toBe('cluster')
  expect(told('waiting', pods, 'TooMany')).toBe('clusterBusy')
  expect(told('waiting', [step('wait-baselines', 'waiting', 'Deployment')])).toBe('baselines')
  expect(told('waiting', [step('routes', 'waiting', 'Deployment')])).toBe('baselineShort')
  expect(told('waiting', [step('close-routes', 'waiting', 'Deployment')])).toBe('baselineShort')
  expect(told('waiting', [step('routes', 'waiting', 'HTTPRoute')])).toBe('route')
  expect(told('waiting', [step('wait-endpoints', 'running', 'Service')])).toBe('endpoints')
  expect(told('waiting', [step('plan', 'succeeded')])).toBe('other')
})

it('what was waited for in vain is told by the step that failed', () => {
  const failed = (name: Step['name'], kind: string) =>
    told('failed', [step(name, 'failed', kind), step('finish', 'pending')], 'ApplyFailed')
  expect(failed('wait-available', 'Deployment')).toBe('pods')
  expect(failed('close-routes', 'Deployment')).toBe('baselineShort')
  expect(failed('delete-services', 'Service')).toBe('gone')
  expect(failed('workloads', 'Deployment')).toBe('other')
})
