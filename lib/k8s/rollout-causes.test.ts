import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { translate } from '@/lib/words/translate'
import { rolloutCauses } from './rollout-causes'

const now = new Date('2024-01-01T00:10:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString()

const deployment = (...conditions: object[]): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', generation: 1 },
  spec: { replicas: 3 },
  status: { observedGeneration: 1, replicas: 4, updatedReplicas: 2, availableReplicas: 2, conditions },
})
const pod = (name: string, status: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  status,
})
const waiting = (name: string, reason: string) =>
  pod(name, {
    containerStatuses: [{ name: 'main', state: { waiting: { reason, message: `why ${reason}` } } }],
  })
const running = (name: string, seconds: number, more: object = {}) =>
  pod(name, {
    containerStatuses: [
      { name: 'main', ready: false, state: { running: { startedAt: before(seconds) } }, ...more },
    ],
  })

function causes(
  newPods: KubeObject[],
  more: { oldPods?: KubeObject[]; object?: KubeObject; probes?: [string, string][] } = {},
) {
  const { oldPods = [], object = deployment(), probes = [] } = more
  return rolloutCauses({ deployment: object, newPods, oldPods, probes: new Map(probes), now }).map(
    ({ kind, version, pods, reason, message }) => ({
      kind,
      of: `${version} ${pods.join()}`,
      reason,
      message: translate(message, 'en'),
    }),
  )
}

describe('rolloutCauses', () => {
  it.each([
    ['ImagePullBackOff', 'image'],
    ['InvalidImageName', 'image'],
    ['CreateContainerConfigError', 'config'],
    ['CrashLoopBackOff', 'crash'],
  ])('%s is a matter of the %s', (reason, kind) => {
    expect(causes([waiting('a', reason)])).toEqual([{ kind, of: 'new a', reason, message: `why ${reason}` }])
  })

  it('names all pods that fail alike once, and blames new ones before old ones', () => {
    const found = causes([waiting('a', 'ImagePullBackOff'), waiting('b', 'ImagePullBackOff')], {
      oldPods: [pod('o', { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] })],
    })
    expect(found.map(({ kind, of }) => [kind, of])).toEqual([
      ['image', 'new a,b'],
      ['scheduling', 'old o'],
    ])
  })

  it('says first that pods cannot be made at all', () => {
    const failure = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: pods=10' }
    const found = causes([waiting('a', 'CrashLoopBackOff')], { object: deployment(failure) })
    expect(found.map(({ kind, message }) => [kind, message])).toEqual([
      ['create', 'exceeded quota: pods=10'],
      ['crash', 'why CrashLoopBackOff'],
    ])
  })

  it('tells what was restarted, what a probe says, and what only takes long', () => {
    const ended = { restartCount: 2, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }
    expect(causes([running('a', 1, ended)])[0]?.message).toBe(
      'restarted 2 times; last end: OOMKilled, exit code 137',
    )
    expect(causes([running('a', 1)], { probes: [['a', 'Readiness probe failed: 503']] })[0]).toMatchObject({
      kind: 'readiness',
      message: 'Readiness probe failed: 503',
    })
    expect(causes([running('a', 60)])[0]).toMatchObject({ kind: 'readiness', reason: 'NotReady' })
    expect(causes([running('a', 1)])).toEqual([])
  })

  it('tells of pods that do not go, once their time is over', () => {
    const going = (seconds: number) =>
      pod('o', {}, { deletionTimestamp: before(seconds), finalizers: ['example.com/held'] })
    expect(causes([], { oldPods: [going(1)] })).toEqual([])
    const [held] = causes([], { oldPods: [going(60)] })
    expect(held).toMatchObject({ kind: 'terminating', of: 'old o' })
    expect(held?.message).toContain('example.com/held')
  })

  it('blames the deadline only where nothing else is to blame, and nothing once it is done', () => {
    const late = deployment({ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' })
    expect(causes([], { object: late }).map(({ kind }) => kind)).toEqual(['deadline'])
    expect(causes([waiting('a', 'ErrImagePull')], { object: late }).map(({ kind }) => kind)).toEqual([
      'image',
    ])
    const done = { ...late, spec: { replicas: 0 }, status: { observedGeneration: 1 } }
    expect(causes([waiting('a', 'ErrImagePull')], { object: done })).toEqual([])
  })
})
