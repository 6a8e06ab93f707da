import { describe, expect, it } from 'vitest'
import { translate } from '@/lib/words/translate'
import type { KubeObject } from './kube-object'
import { workloadCauses } from './workload-causes'

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
  const facts = { deployment: object, newPods, oldPods, probes: new Map(probes), now: now.getTime() }
  return workloadCauses(facts).map(({ cause, version, pods, reason, message }) => ({
    cause,
    of: `${version} ${pods.join()}`,
    reason,
    message: translate(message, 'en'),
  }))
}

describe('workloadCauses', () => {
  it.each([
    ['ImagePullBackOff', 'imagePull'],
    ['InvalidImageName', 'imagePull'],
    ['CreateContainerConfigError', 'config'],
    ['CrashLoopBackOff', 'crashLoop'],
  ])('%s is a matter of the %s', (reason, cause) => {
    expect(causes([waiting('a', reason)])).toEqual([{ cause, of: 'new a', reason, message: `why ${reason}` }])
  })

  it('names all pods that fail alike once, and blames new ones before old ones', () => {
    const found = causes([waiting('a', 'ImagePullBackOff'), waiting('b', 'ImagePullBackOff')], {
      oldPods: [pod('o', { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] })],
    })
    expect(found.map(({ cause, of }) => [cause, of])).toEqual([
      ['imagePull', 'new a,b'],
      ['unschedulable', 'old o'],
    ])
  })

  it('says first that pods cannot be made at all', () => {
    const failure = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: pods=10' }
    const found = causes([waiting('a', 'CrashLoopBackOff')], { object: deployment(failure) })
    expect(found.map(({ cause, message }) => [cause, message])).toEqual([
      ['quota', 'exceeded quota: pods=10'],
      ['crashLoop', 'why CrashLoopBackOff'],
    ])
  })

  it('tells what was restarted, what a probe says, and what only takes long', () => {
    const ended = { restartCount: 2, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }
    expect(causes([running('a', 1, ended)])[0]?.message).toBe(
      'restarted 2 times; last end: OOMKilled, exit code 137',
    )
    const probes: [string, string][] = [['a', 'Readiness probe failed: 503']]
    expect(causes([running('a', 60)], { probes })[0]).toMatchObject({
      cause: 'readiness',
      message: 'Readiness probe failed: 503',
    })
    expect(causes([running('a', 60)])[0]).toMatchObject({ cause: 'readiness', reason: 'NotReady' })
    expect(causes([running('a', 1)], { probes })).toEqual([])
  })

  it('tells of pods that do not go, once their time is over', () => {
    const going = (seconds: number) =>
      pod('o', {}, { deletionTimestamp: before(seconds), finalizers: ['example.com/held'] })
    expect(causes([], { oldPods: [going(1)] })).toEqual([])
    const [held] = causes([], { oldPods: [going(60)] })
    expect(held).toMatchObject({ cause: 'terminating', of: 'old o' })
    expect(held?.message).toContain('example.com/held')
  })

  it('puts the deadline last, and tells nothing once it is done', () => {
    const late = deployment({ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' })
    const names = (...given: Parameters<typeof causes>) => causes(...given).map(({ cause }) => cause)
    expect(names([], { object: late })).toEqual(['deadline'])
    const oldPods = [waiting('o', 'CrashLoopBackOff')]
    expect(names([waiting('a', 'ErrImagePull')], { object: late, oldPods })).toEqual([
      'imagePull',
      'crashLoop',
      'deadline',
    ])
    const status = { observedGeneration: 1, updatedReplicas: 3, replicas: 3, availableReplicas: 3 }
    expect(names([waiting('a', 'ErrImagePull')], { object: { ...late, status } })).toEqual([])
  })

  it('tells one cause where a back-off is seen at two of its turns', () => {
    const found = causes([waiting('a', 'ErrImagePull'), waiting('b', 'ImagePullBackOff')])
    expect(found.map(({ of }) => of)).toEqual(['new a,b'])
  })
})
