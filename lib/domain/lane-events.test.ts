import { expect, it } from 'vitest'
import type { KubeObject } from './kube-object'
import { laneEvents } from './lane-events'

const event = (kind: string, name: string, part: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `${name}.1`, uid: `uid-${name}`, creationTimestamp: '2026-01-01T00:00:00Z' },
  involvedObject: { apiVersion: 'apps/v1', kind, namespace: 'default', name },
  type: 'Normal',
  reason: 'Did',
  message: 'it did',
  ...part,
})
const objects = [
  { kind: 'Deployment', name: 'a-gray' },
  { kind: 'Ingress', name: 'a-gray' },
]
const names = (events: readonly KubeObject[]) => laneEvents(events, objects).map(({ object }) => object.name)

it('tells of the objects, of their ReplicaSets and of their pods, gone or not', () => {
  const told = [
    event('Deployment', 'a-gray'),
    event('Ingress', 'a-gray'),
    event('ReplicaSet', 'a-gray-5d8f7c9b64'),
    event('Pod', 'a-gray-5d8f7c9b64-x2xcz'),
  ]
  expect(names(told)).toEqual(told.map(({ metadata }) => metadata.name.replace(/\.1$/, '')))
})

it('leaves out what only begins like it', () => {
  expect(
    names([
      event('Deployment', 'a'),
      event('Service', 'a-gray'),
      event('Deployment', 'a-gray-two'),
      event('ReplicaSet', 'a-gray-two-5d8f7c9b64'),
      event('Pod', 'a-gray-two-5d8f7c9b64-x2xcz'),
      event('Pod', 'a-5d8f7c9b64-x2xcz'),
      { ...event('Deployment', 'a-gray'), involvedObject: 'nonsense' },
    ]),
  ).toEqual([])
})

it('is told with its last time, its count and who tells it, in the old form and the new', () => {
  const [old] = laneEvents(
    [
      event('Deployment', 'a-gray', {
        type: 'Warning',
        count: 7,
        lastTimestamp: '2026-01-01T00:05:00Z',
        source: { component: 'deployment-controller' },
      }),
    ],
    objects,
  )
  expect(old).toMatchObject({
    at: '2026-01-01T00:05:00.000Z',
    severity: 'Warning',
    count: 7,
    source: 'deployment-controller',
  })
  const [series] = laneEvents(
    [
      event('Deployment', 'a-gray', {
        lastTimestamp: null,
        eventTime: '2026-01-01T00:06:00.123456Z',
        source: {},
        reportingComponent: 'default-scheduler',
      }),
    ],
    objects,
  )
  expect(series).toMatchObject({ at: '2026-01-01T00:06:00.123Z', count: 1, source: 'default-scheduler' })
})
