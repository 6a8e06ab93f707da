import { describe, expect, it } from 'vitest'
import type { LaneOperation, LaneView } from '@/lib/services/schemas/lanes'
import { type LaneAction, nextStep, refusalOf } from './lane-choices'
import { isSameWorld, worldOf } from './world'

const at = '2026-01-01T00:00:00.000Z'
const operation = (state: LaneOperation['state'], supersededBy: string | null = null): LaneOperation => ({
  id: 'o1',
  kind: 'push',
  state,
  lane: null,
  revision: 3,
  createdAt: at,
  createdBy: 'li',
  finishedAt: null,
  supersededBy,
})
const lane = (state: LaneView['state'], part: Partial<LaneView> = {}) => ({
  state,
  operation: operation('succeeded'),
  revision: 3,
  pushedRevision: 3,
  ...part,
})
const actions: readonly LaneAction[] = ['park', 'resume', 'promote', 'clean', 'abort', 'remove']
const refusals = (of: ReturnType<typeof lane>, may = true) =>
  Object.fromEntries(actions.map((action) => [action, refusalOf(action, of, may)]))

describe('the one thing to do next', () => {
  it.each([
    ['live', 'promote'],
    ['parked', 'resume'],
    ['cleaned', 'resume'],
    ['failed', 'park'],
    ['draft', 'push'],
    ['unknown', 'traffic'],
  ] as const)('with a lane that is %s: %s', (state, step) => {
    expect(nextStep(lane(state))).toBe(step)
  })

  it('what runs or failed comes first, then what is not pushed', () => {
    expect(nextStep(lane('live', { operation: operation('waiting') }))).toBe('watch')
    expect(nextStep(lane('live', { operation: operation('failed') }))).toBe('seeFailure')
    expect(nextStep(lane('live', { operation: operation('failed', 'o2') }))).toBe('promote')
    expect(nextStep(lane('parked', { revision: 4 }))).toBe('push')
  })
})

describe('why an action cannot be taken', () => {
  it('a live lane', () => {
    expect(refusals(lane('live'))).toEqual({
      park: null,
      resume: 'active',
      promote: null,
      clean: null,
      abort: 'nothingRuns',
      remove: null,
    })
  })

  it('a lane without pods', () => {
    expect(refusals(lane('parked'))).toMatchObject({
      park: 'parked',
      resume: null,
      promote: null,
      clean: null,
    })
    expect(refusals(lane('cleaned'))).toMatchObject({ park: 'cleaned', resume: null, clean: 'cleaned' })
    expect(refusals(lane('failed'))).toMatchObject({ park: null, promote: null })
    expect(refusals(lane('draft'))).toMatchObject({ park: 'draft', resume: 'draft', remove: null })
    expect(refusals(lane('unknown'))).toMatchObject({ park: 'unknown', promote: 'unknown', remove: null })
    expect(refusals(lane('live', { revision: 4 }))).toMatchObject({ promote: 'unpushed', park: null })
  })

  it('while something runs only what takes its place', () => {
    expect(refusals(lane('deploying', { operation: operation('running') }))).toEqual({
      park: 'running',
      resume: 'running',
      promote: 'running',
      clean: 'running',
      abort: null,
      remove: null,
    })
    expect(refusals(lane('failed', { operation: operation('failed') }))).toMatchObject({ abort: null })
  })

  it('who only looks on', () => {
    expect(new Set(Object.values(refusals(lane('live'), false)))).toEqual(new Set(['needsRole']))
  })
})

it('the world is the saved revision and what runs, not what ended', () => {
  const running = { revision: 3, operation: operation('running') }
  expect(worldOf(running)).toEqual({ revision: 3, operation: 'o1' })
  expect(worldOf({ revision: 3, operation: operation('aborted') })).toEqual({ revision: 3, operation: null })
  expect(isSameWorld(worldOf(running), { revision: 3, operation: 'o1' })).toBe(true)
  expect(isSameWorld(worldOf(running), { revision: 3, operation: null })).toBe(false)
  expect(isSameWorld(worldOf(running), { revision: 4, operation: 'o1' })).toBe(false)
})
