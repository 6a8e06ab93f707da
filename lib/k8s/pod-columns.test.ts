import { expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { podColumns } from './pod-columns'

const pod = (status: object, more: { metadata?: object; spec?: object } = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' }, ...more.metadata },
  spec: { containers: [{ name: 'web' }, { name: 'log' }], nodeName: 'node-1', ...more.spec },
  status,
})
const running = { ready: true, state: { running: {} } }
const waiting = (reason: string) => ({ ready: false, state: { waiting: { reason } } })
const ended = (terminated: object) => ({ ready: false, state: { terminated } })
const initialised = { type: 'Initialized', status: 'True' }

it('shows what kubectl prints of a pod that serves', () => {
  const lastState = { terminated: { finishedAt: '2024-01-01T00:00:00Z' } }
  const status = {
    phase: 'Running',
    podIP: '10.0.0.1',
    containerStatuses: [running, { ...running, restartCount: 2, lastState }],
  }
  expect(podColumns(pod(status))).toEqual({
    name: 'web-1',
    ready: '2/2',
    status: 'Running',
    restarts: 2,
    lastRestartAt: '2024-01-01T00:00:00Z',
    createdAt: null,
    ip: '10.0.0.1',
    node: 'node-1',
    nominatedNode: null,
    readinessGates: null,
    labels: { app: 'web' },
  })
})

it('counts readiness gates that are open', () => {
  const spec = { readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] }
  const conditions = [
    { type: 'a', status: 'True' },
    { type: 'b', status: 'False' },
  ]
  expect(podColumns(pod({ phase: 'Running', conditions }, { spec })).readinessGates).toBe('1/2')
})

it.each([
  ['Pending', { phase: 'Pending' }],
  ['Evicted', { phase: 'Failed', reason: 'Evicted' }],
  ['ImagePullBackOff', { phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff'), running] }],
  ['OOMKilled', { phase: 'Running', containerStatuses: [ended({ reason: 'OOMKilled', exitCode: 137 })] }],
  ['ExitCode:3', { phase: 'Failed', containerStatuses: [ended({ exitCode: 3 })] }],
  ['Signal:9', { phase: 'Failed', containerStatuses: [ended({ signal: 9, exitCode: 137 })] }],
  ['Init:0/2', { phase: 'Pending', initContainerStatuses: [waiting('PodInitializing')] }],
  [
    'Init:CrashLoopBackOff',
    {
      phase: 'Pending',
      initContainerStatuses: [ended({ exitCode: 0 }), waiting('CrashLoopBackOff')],
    },
  ],
  [
    'NotReady',
    {
      phase: 'Running',
      conditions: [initialised],
      containerStatuses: [ended({ reason: 'Completed' }), running],
    },
  ],
  [
    'SchedulingGated',
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
  ],
])('says %s', (expected, status) => {
  const spec = { initContainers: 'initContainerStatuses' in status ? [{}, {}] : [] }
  expect(podColumns(pod(status, { spec })).status).toBe(expected)
})

it('says of a pod that ends that it does', () => {
  const metadata = { deletionTimestamp: '2024-01-01T00:00:00Z' }
  expect(podColumns(pod({ phase: 'Running' }, { metadata })).status).toBe('Terminating')
  expect(podColumns(pod({ phase: 'Running', reason: 'NodeLost' }, { metadata })).status).toBe('Unknown')
})
