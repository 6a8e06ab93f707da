import { expect, it } from 'vitest'
import { refKey } from '@/lib/domain/kube-object'
import type { DriftFinding } from './drift'
import { decideHeal, maxFlips } from './heal-decision'

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' }
const finding = (change: Partial<DriftFinding> = {}): DriftFinding => ({
  kind: 'changed',
  object,
  uid: 'u',
  owner: 'ours',
  lane: 'gray',
  path: 'spec.replicas',
  wanted: 1,
  live: 2,
  manager: 'argocd-controller',
  at: null,
  isSure: true,
  ...change,
})
const healed = (times: number, path = 'spec.replicas') =>
  Array.from({ length: times }, () => ({ refKey: refKey(object), path }))

it('a field is healed until it was healed three times, then who fights for it is named', () => {
  for (let times = 0; times < maxFlips; times++)
    expect(decideHeal([finding()], healed(times))).toMatchObject({
      do: 'heal',
      fields: [{ path: 'spec.replicas' }],
    })
  expect(decideHeal([finding()], healed(maxFlips))).toMatchObject({
    do: 'stop',
    times: 3,
    finding: { manager: 'argocd-controller' },
  })
})

it('other fields do not count, and an object that is deleted again and again does', () => {
  expect(decideHeal([finding()], healed(9, 'spec.paused'))).toMatchObject({ do: 'heal' })
  const gone = finding({ kind: 'deleted', path: null })
  expect(decideHeal([gone], healed(2, ''))).toMatchObject({ do: 'heal' })
  expect(decideHeal([gone], healed(3, ''))).toMatchObject({ do: 'stop' })
})

it.each(['replaced', 'terminating', 'lost'] as const)('nothing is done while an object is %s', (kind) => {
  expect(decideHeal([finding(), finding({ kind, path: null })], [])).toEqual({ do: 'wait', kind })
})
