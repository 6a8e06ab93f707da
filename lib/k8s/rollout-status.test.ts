import { expect, test } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { podProblem, problemLine } from '@/lib/domain/pod-problem'
import { translate } from '@/lib/words/translate'
import { readyEndpoints } from './ready-endpoints'
import { replicaFailure, rolloutStatus } from './rollout-status'

const deployment = (spec: object, status: object, generation = 2): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', generation },
  spec,
  status,
})
const observed = { observedGeneration: 2 }

test.each([
  [
    'the change is not seen yet',
    deployment(
      { replicas: 2 },
      { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
    ),
    'progressing',
    'Waiting for deployment spec update to be observed...',
  ],
  [
    'new pods are missing',
    deployment({ replicas: 3 }, { ...observed, replicas: 3, updatedReplicas: 1, availableReplicas: 3 }),
    'progressing',
    'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...',
  ],
  [
    'old pods are still there',
    deployment({ replicas: 2 }, { ...observed, replicas: 3, updatedReplicas: 2, availableReplicas: 3 }),
    'progressing',
    'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...',
  ],
  [
    'new pods are not available',
    deployment({ replicas: 2 }, { ...observed, replicas: 2, updatedReplicas: 2, availableReplicas: 1 }),
    'progressing',
    'Waiting for deployment "web" rollout to finish: 1 of 2 updated replicas are available...',
  ],
  [
    'all are',
    deployment({ replicas: 2 }, { ...observed, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }),
    'complete',
    'deployment "web" successfully rolled out',
  ],
  [
    'it is paused in the middle',
    deployment(
      { replicas: 2, paused: true },
      { ...observed, replicas: 2, updatedReplicas: 1, availableReplicas: 2 },
    ),
    'paused',
    'deployment "web" is paused',
  ],
  [
    'the deadline has passed',
    deployment(
      { replicas: 1 },
      {
        ...observed,
        replicas: 2,
        updatedReplicas: 1,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      },
    ),
    'failed',
    'deployment "web" exceeded its progress deadline',
  ],
  [
    'nothing is wanted',
    deployment({ replicas: 0 }, observed),
    'complete',
    'deployment "web" successfully rolled out',
  ],
  [
    'there is no status',
    deployment({ replicas: 1 }, {}),
    'progressing',
    'Waiting for deployment spec update to be observed...',
  ],
])('says as kubectl does when %s', (_when, object, state, message) => {
  const status = rolloutStatus(object)
  expect([status.state, translate(status.message, 'en')]).toEqual([state, message])
})

test('a quota that forbids pods is named', () => {
  const object = deployment(
    { replicas: 1 },
    {
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: 'exceeded quota: pods=10',
        },
      ],
    },
  )
  expect(replicaFailure(object)).toBe('exceeded quota: pods=10')
  expect(replicaFailure(deployment({ replicas: 1 }, {}))).toBeNull()
})

const pod = (status: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', ...metadata },
  status,
})
const container = (reason: string, lastState?: object) => ({
  containerStatuses: [
    {
      name: 'web',
      restartCount: 0,
      state: { waiting: { reason, message: 'Back-off' } },
      ...(lastState && { lastState }),
    },
  ],
})

test('a pod that cannot get ready says why', () => {
  const pulled = podProblem(pod(container('ImagePullBackOff')))
  expect(pulled && translate(problemLine(pulled), 'en')).toBe('web-1: ImagePullBackOff: Back-off')
  const crashed = podProblem(
    pod(container('CrashLoopBackOff', { terminated: { reason: 'OOMKilled', exitCode: 137 } })),
  )
  expect(crashed && translate(crashed.message, 'en')).toBe('Back-off (last end: OOMKilled, exit code 137)')
  const unplaced = podProblem(
    pod({
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' }],
    }),
  )
  expect(unplaced?.reason).toBe('Unschedulable')
})

test('a pod that only needs time, or is on its way out, has no problem', () => {
  expect(podProblem(pod(container('ContainerCreating')))).toBeNull()
  expect(
    podProblem(pod(container('ImagePullBackOff'), { deletionTimestamp: '2026-01-01T00:00:00Z' })),
  ).toBeNull()
})

test('endpoints count when they are ready or say nothing', () => {
  const slice = (service: string, ready: boolean | undefined): KubeObject => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-x`, labels: { 'kubernetes.io/service-name': service } },
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
  })
  const slices = [slice('a', true), slice('a', undefined), slice('a', false), slice('b', true)]
  expect(readyEndpoints(slices, 'a')).toBe(2)
  expect(readyEndpoints(slices, 'none')).toBe(0)
})
