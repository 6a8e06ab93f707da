import { describe, expect, it } from 'vitest'
import { say } from '@/lib/words/sentence'
import type { KubeObject } from './kube-object'
import type { AwaitedObject } from './object-causes'
import { findStuckCauses, type StuckFacts } from './stuck-causes'

const now = Date.parse('2026-01-01T00:10:00Z')
const at = '2026-01-01T00:00:00Z'

const deployment = (name: string, part: { spec?: object; status?: object } = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default', generation: 2 },
  spec: { replicas: 2, ...part.spec },
  status: { observedGeneration: 2, updatedReplicas: 2, availableReplicas: 0, ...part.status },
})
const pod = (name: string, status: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', creationTimestamp: at, ...metadata },
  status,
})
const waiting = (reason: string, message = '', lastState = {}) => ({
  containerStatuses: [{ name: 'main', ready: false, state: { waiting: { reason, message } }, lastState }],
})
const condition = (type: string, status: string, reason: string, message: string) => ({
  status: { conditions: [{ type, status, reason, message, lastTransitionTime: at }] },
})
const facts = (part: Partial<StuckFacts>): StuckFacts => ({
  operation: null,
  behind: null,
  away: null,
  awaited: [],
  workloads: [],
  events: [],
  now,
  ...part,
})
const found = (workloads: StuckFacts['workloads'], part: Partial<StuckFacts> = {}) =>
  findStuckCauses(facts({ workloads, ...part }))
const oneOf = (status: object, part: Partial<StuckFacts> = {}) =>
  found([{ deployment: deployment('a-gray'), pods: [pod('a-gray-1', status)] }], part)[0]

describe('the cause that a pod shows', () => {
  it.each([
    ['ErrImagePull', 'imagePull'],
    ['ImagePullBackOff', 'imagePull'],
    ['InvalidImageName', 'imagePull'],
    ['CrashLoopBackOff', 'crashLoop'],
    ['RunContainerError', 'crashLoop'],
    ['CreateContainerConfigError', 'config'],
    ['CreateContainerError', 'config'],
  ])('%s is %s', (reason, cause) => {
    expect(oneOf(waiting(reason, 'as it said'))).toEqual({
      cause,
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'a-gray' },
      pod: 'a-gray-1',
      pods: 1,
      container: 'main',
      reason,
      evidence: 'as it said',
      since: at,
      operation: null,
    })
  })

  it('a crash is told with how it ended, and when', () => {
    const terminated = { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-01-01T00:09:00Z' }
    expect(oneOf(waiting('CrashLoopBackOff', 'back-off 10s', { terminated }))).toMatchObject({
      cause: 'crashLoop',
      reason: 'CrashLoopBackOff',
      since: '2026-01-01T00:09:00Z',
    })
  })

  it('an init container counts as well', () => {
    const [init] = waiting('ErrImagePull').containerStatuses
    const later = { name: 'main', ready: false, state: { waiting: { reason: 'PodInitializing' } } }
    const status = { initContainerStatuses: [{ ...init, name: 'init' }], containerStatuses: [later] }
    expect(oneOf(status)).toMatchObject({ cause: 'imagePull', container: 'init' })
  })

  it('a pod without a node is told in the words of the scheduler', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', message: '0/3 nodes are available: 3 Insufficient cpu.' },
    ]
    expect(oneOf({ conditions })).toMatchObject({
      cause: 'unschedulable',
      evidence: '0/3 nodes are available: 3 Insufficient cpu.',
    })
  })

  it('a container that runs without getting ready is told by its last failed probe, after its time to start', () => {
    const running = (startedAt: string) => ({
      conditions: [{ type: 'ContainersReady', status: 'False', message: 'containers with unready status' }],
      containerStatuses: [{ name: 'main', ready: false, state: { running: { startedAt } } }],
    })
    const event = (message: string, lastTimestamp: string, name = 'a-gray-1') => ({
      ...pod('e', {}),
      kind: 'Event',
      reason: 'Unhealthy',
      message,
      lastTimestamp,
      involvedObject: { kind: 'Pod', name },
    })
    const events = [
      event('Readiness probe failed: 500', '2026-01-01T00:01:00Z'),
      event('Readiness probe failed: 503', '2026-01-01T00:02:00Z'),
      event('Readiness probe failed: of another', '2026-01-01T00:03:00Z', 'b-1'),
    ]
    expect(oneOf(running(at), { events })).toMatchObject({
      cause: 'readiness',
      evidence: 'Readiness probe failed: 503',
      since: at,
    })
    expect(oneOf(running(at))).toMatchObject({ cause: 'readiness', reason: 'NotReady' })
    expect(oneOf(running('2026-01-01T00:09:55Z'))).toBeUndefined()
  })

  it('what only needs time, is going or is not a pod shows nothing', () => {
    expect(oneOf(waiting('ContainerCreating'))).toBeUndefined()
    expect(oneOf({ containerStatuses: 'nonsense' })).toBeUndefined()
    const going = pod('a-gray-1', waiting('ErrImagePull'), { deletionTimestamp: '2026-01-01T00:09:59Z' })
    expect(found([{ deployment: deployment('a-gray'), pods: [going] }])).toEqual([])
  })
})

describe('the cause that a Deployment shows', () => {
  const pods: KubeObject[] = []

  it('quota, deadline and pause are told with their condition', () => {
    const quota = condition('ReplicaFailure', 'True', 'FailedCreate', 'exceeded quota: small')
    expect(found([{ deployment: deployment('a', quota), pods }])).toMatchObject([
      { cause: 'quota', reason: 'FailedCreate', evidence: 'exceeded quota: small', since: at, pod: null },
    ])
    const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'timed out')
    expect(found([{ deployment: deployment('a', late), pods }])).toMatchObject([{ cause: 'deadline' }])
    const paused = { spec: { paused: true }, status: { updatedReplicas: 0, availableReplicas: 2 } }
    expect(found([{ deployment: deployment('a', paused), pods }])).toMatchObject([{ cause: 'paused' }])
  })

  it('one whose old pods still answer is not rolled out', () => {
    const half = { spec: { replicas: 1 }, status: { replicas: 2, updatedReplicas: 1, availableReplicas: 1 } }
    const bad = pod('a-2', waiting('ImagePullBackOff'))
    const old = pod('a-1', { containerStatuses: [{ name: 'main', ready: true, state: { running: {} } }] })
    expect(found([{ deployment: deployment('a', half), pods: [old, bad] }])).toMatchObject([
      { cause: 'imagePull', pod: 'a-2', pods: 1 },
    ])
  })

  it('one that is rolled out is in nobody’s way, paused or not', () => {
    const done = { spec: { paused: true }, status: { availableReplicas: 2 } }
    expect(
      found([{ deployment: deployment('a', done), pods: [pod('a-1', waiting('ErrImagePull'))] }]),
    ).toEqual([])
  })
})

const awaited = (
  step: AwaitedObject['step'],
  kind: string,
  message: AwaitedObject['message'],
  part: Partial<AwaitedObject> = {},
): AwaitedObject => ({
  ...{ step, message, result: 'waiting', since: at, ...part },
  ref: { apiVersion: 'v1', kind, namespace: 'default', name: `a-${kind.toLowerCase()}` },
})
const short = say('progress.baselineShort', { application: 'a', ready: 1, pods: 1, needed: 4 })
const refused = say('progress.routeRefused', { kind: 'HTTPRoute', name: 'a', why: 'NoMatchingParent' })
const held = (finalizers: string) => say('progress.deletingHeld', { finalizers })

describe('the cause that another object shows', () => {
  const objects = (...given: AwaitedObject[]) => findStuckCauses(facts({ awaited: given }))

  it.each<[AwaitedObject, string]>([
    [awaited('close-routes', 'Deployment', short), 'baselineShort'],
    [awaited('wait-endpoints', 'Service', say('progress.endpoints', { count: 0 })), 'noEndpoints'],
    [awaited('routes', 'HTTPRoute', refused, { result: 'failed' }), 'routeRefused'],
    [
      awaited('routes', 'HTTPRoute', say('progress.routeUnseen', { kind: 'HTTPRoute', name: 'a' })),
      'routeUnseen',
    ],
    [awaited('delete-services', 'Service', held('example.com/guard')), 'finalizers'],
    [
      awaited(
        'delete-workloads',
        'Deployment',
        say('progress.notGone', { kind: 'Deployment', name: 'a', state: held('foregroundDeletion') }),
        { result: 'failed' },
      ),
      'finalizers',
    ],
  ])('%o', (given, cause) => {
    expect(objects(given)).toMatchObject([{ cause, object: given.ref, evidence: given.message, since: at }])
  })

  it('what only needs time shows nothing', () => {
    const soon = { since: '2026-01-01T00:09:58Z' }
    expect(
      objects(
        awaited('wait-endpoints', 'Service', say('progress.endpoints', { count: 0 }), soon),
        awaited('delete-workloads', 'Deployment', held('foregroundDeletion')),
        awaited('delete-services', 'Service', say('progress.deleting')),
        awaited('wait-available', 'Deployment', 'Waiting for rollout to finish'),
        awaited('drain', 'Deployment', say('progress.seconds', { count: 30 })),
      ),
    ).toEqual([])
  })

  it('a Deployment that is being deleted is held by its pods that stay', () => {
    const done = deployment('a', { status: { replicas: 0, availableReplicas: 2 } })
    const going = { ...done, metadata: { ...done.metadata, deletionTimestamp: at } }
    const stays = pod('a-1', {}, { deletionTimestamp: at, finalizers: ['example.com/guard'] })
    expect(found([{ deployment: going, pods: [stays] }])).toMatchObject([
      { cause: 'terminating', pod: 'a-1' },
    ])
  })

  it('a cluster that is away or overloaded is told by the answer that the step waits for', () => {
    const told = (state: string, code: string) =>
      findStuckCauses(
        facts({ operation: { state, finishedAt: null, error: { code, message: 'it said', object: null } } }),
      ).map(({ cause }) => cause)
    expect(told('waiting', 'ClusterUnreachable')).toEqual(['clusterAway'])
    expect(told('waiting', 'ClusterRejected')).toEqual(['clusterBusy'])
    expect(told('waiting', 'TooMany')).toEqual(['clusterBusy'])
    expect(told('failed', 'ClusterRejected')).toEqual([])
  })
})

describe('the order', () => {
  it('what follows from pods stands behind them, and the deadline behind all', () => {
    const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'timed out')
    const causes = found(
      [{ deployment: deployment('a', late), pods: [pod('a-1', waiting('ErrImagePull'))] }],
      {
        awaited: [awaited('routes', 'HTTPRoute', refused), awaited('routes', 'Deployment', short)],
      },
    )
    expect(causes.map(({ cause }) => cause)).toEqual([
      'imagePull',
      'baselineShort',
      'routeRefused',
      'deadline',
    ])
  })

  it('the root stands before what follows from it, the deadline last', () => {
    const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'timed out')
    const causes = found(
      [
        { deployment: deployment('c', late), pods: [pod('c-1', waiting('CrashLoopBackOff'))] },
        { deployment: deployment('a'), pods: [pod('a-1', waiting('ErrImagePull'))] },
      ],
      {
        away: { message: 'connection refused', since: at },
        behind: { id: 'o1', message: 'push', since: at },
        operation: {
          state: 'failed',
          finishedAt: at,
          error: { code: 'Conflict', message: 'argocd holds .spec.replicas', object: null },
        },
      },
    )
    expect(causes.map(({ cause }) => cause)).toEqual([
      'clusterAway',
      'behindOperation',
      'conflict',
      'imagePull',
      'crashLoop',
      'deadline',
    ])
    expect(causes[1]?.operation).toBe('o1')
  })

  it('of two of a kind the one with more pods, then the older, then by name', () => {
    const bad = (name: string, creationTimestamp = at) =>
      pod(name, waiting('ErrImagePull'), { creationTimestamp })
    const causes = found([
      { deployment: deployment('d'), pods: [bad('d-1')] },
      { deployment: deployment('b'), pods: [bad('b-1')] },
      { deployment: deployment('c'), pods: [bad('c-1', '2025-12-31T00:00:00Z')] },
      { deployment: deployment('a'), pods: [bad('a-1', '2026-01-01T00:05:00Z'), bad('a-2')] },
    ])
    expect(causes.map(({ object, pods }) => `${object?.name} ${pods}`)).toEqual(['a 2', 'c 1', 'b 1', 'd 1'])
    expect(causes[0]?.since).toBe(at)
  })

  it('a cluster that went away under an operation is told once', () => {
    const error = { code: 'ClusterUnreachable', message: 'connection refused', object: null }
    const operation = { state: 'failed', finishedAt: at, error }
    expect(found([], { operation })).toMatchObject([{ cause: 'clusterAway', evidence: 'connection refused' }])
    expect(found([], { operation, away: { message: 'still', since: at } })).toHaveLength(1)
    const other = { ...operation, error: { ...error, code: 'Internal' } }
    expect(found([], { operation: other })).toEqual([])
  })
})
