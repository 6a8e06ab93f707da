import { describe, expect, it } from 'vitest'
import type { OperationObject, OperationView } from '@/lib/services/schemas/operations'
import {
  clockText,
  elapsedMs,
  objectProgress,
  shownSteps,
  undoOf,
  waitingObjects,
} from './operation-progress'

const at = '2026-01-01T00:00:00.000Z'
const object = (name: string, result: OperationObject['result']): OperationObject => ({
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name },
  result,
  message: result === 'waiting' ? 'pod a-1: ImagePullBackOff' : null,
  updatedAt: at,
})
const operation = (part: Partial<OperationView> = {}): OperationView => ({
  id: 'o1',
  kind: 'push',
  state: 'running',
  group: 'mall',
  cluster: 'sandbox',
  revision: 1,
  lane: null,
  createdAt: at,
  createdBy: 'li',
  startedAt: at,
  finishedAt: null,
  version: 1,
  attempts: 1,
  supersededBy: null,
  error: null,
  notices: [],
  steps: [
    {
      name: 'workloads',
      state: 'succeeded',
      startedAt: at,
      finishedAt: at,
      objects: [object('a', 'created'), object('c', 'created')],
    },
    {
      name: 'wait-available',
      state: 'waiting',
      startedAt: at,
      finishedAt: null,
      objects: [object('a', 'ready'), object('c', 'waiting')],
    },
    { name: 'routes', state: 'pending', startedAt: null, finishedAt: null, objects: [] },
  ],
  ...part,
})

describe('operation progress', () => {
  it('counts an object once, in its latest state', () => {
    expect(objectProgress(operation())).toEqual({ done: 1, total: 2 })
  })

  it('names what is waited for while it runs', () => {
    expect(waitingObjects(operation()).map(({ ref }) => ref.name)).toEqual(['c'])
    expect(waitingObjects(operation({ state: 'failed' }))).toEqual([])
  })

  it('leaves out steps that the plan has no work for', () => {
    const step = (
      name: OperationView['steps'][number]['name'],
      state: 'pending' | 'succeeded' | 'skipped',
      objects = 0,
    ) => ({
      name,
      state,
      startedAt: null,
      finishedAt: null,
      objects: Array.from({ length: objects }, (_, index) => object(`o${index}`, 'pending')),
    })
    const names = (planned: 'pending' | 'succeeded') =>
      shownSteps({
        steps: [
          step('plan', planned),
          step('services', 'skipped'),
          step('routes', 'pending', 1),
          step('close-routes', 'pending'),
          step('drain', 'pending'),
          step('finish', 'pending'),
        ],
      }).map(({ name }) => name)
    expect(names('succeeded')).toEqual(['plan', 'routes', 'finish'])
    expect(names('pending')).toEqual(['plan', 'routes', 'close-routes', 'drain', 'finish'])
  })

  it('tells the elapsed time', () => {
    expect(elapsedMs(at, null, Date.parse(at) + 18_000)).toBe(18_000)
    expect(elapsedMs(null, null, 0)).toBeNull()
    expect(['18000', '725000', '3723000'].map((ms) => clockText(Number(ms)))).toEqual([
      '0:18',
      '12:05',
      '1:02:03',
    ])
  })

  it('offers the undo that makes sense', () => {
    expect(undoOf(operation())).toBe('abort')
    expect(undoOf(operation({ state: 'succeeded' }))).toBe('rollback')
    expect(undoOf(operation({ state: 'failed' }))).toBe('abort')
    expect(undoOf(operation({ kind: 'abort' }))).toBeNull()
    expect(undoOf(operation({ state: 'aborted', supersededBy: 'o2' }))).toBeNull()
  })
})
