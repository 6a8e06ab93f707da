import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { PodLog } from './api-context'
import { startTestServer, type TestServer } from './client-for-tests'

const log: PodLog = {
  lines: () => [
    { time: '2026-11-21T10:00:00.000Z', text: 'first' },
    { time: new Date().toISOString(), text: 'second' },
  ],
  follow: (reader) => {
    reader.line({ time: '', text: 'third' })
    reader.end()
    return () => undefined
  },
}

const path = '/api/v1/namespaces/default/pods/p/log'
let test: TestServer

beforeAll(async () => {
  test = await startTestServer({ podLogs: () => log })
  const containers = ['a', 'b', 'c'].map((name) => ({ name, image: 'i:1' }))
  test.store.create(kinds.pods, { metadata: { name: 'p', namespace: 'default' }, spec: { containers } })
  const pod = test.store.get(kinds.pods, 'default', 'p') as Pod
  const common = { lastState: {}, ready: false, restartCount: 0, image: 'i:1', imageID: '', started: false }
  const containerStatuses = [
    { ...common, name: 'a', state: { running: { startedAt: '2026-11-21T10:00:00Z' } } },
    { ...common, name: 'b', state: { waiting: { reason: 'ErrImagePull' } } },
  ]
  test.store.update(
    kinds.pods,
    { ...pod, status: { ...pod.status, containerStatuses } },
    { subresource: 'status' },
  )
})

afterAll(() => test.close())

const ask = async (query: string) => (await test.send('GET', `${path}?${query}`)).text
const refusal = async (query: string) => (await test.send('GET', `${path}?${query}`)).body.message

it('gives lines, the last ones, the recent ones, with their times, up to a size', async () => {
  expect(await ask('container=a')).toBe('first\nsecond\n')
  expect(await ask('container=a&tailLines=1')).toBe('second\n')
  expect(await ask('container=a&tailLines=0')).toBe('')
  expect(await ask('container=a&sinceSeconds=60')).toBe('second\n')
  expect(await ask('container=a&sinceTime=2026-11-21T10:00:00Z&limitBytes=3')).toBe('fir')
  expect(await ask('container=a&timestamps=true')).toMatch(/^2026-11-21T10:00:00.000Z first\n\S+ second\n$/)
})

it('follows until the end', async () => {
  expect(await ask('container=a&follow=true&tailLines=1')).toBe('second\nthird\n')
})

it('says why there is nothing to read', async () => {
  expect(await refusal('')).toBe('a container name must be specified for pod p, choose one of: [a b c]')
  expect(await refusal('container=x')).toBe('container x is not valid for pod p')
  expect(await refusal('container=b')).toBe(
    'container "b" in pod "p" is waiting to start: image can\'t be pulled',
  )
  expect(await refusal('container=c')).toBe('container "c" in pod "p" is waiting to start: ContainerCreating')
  expect(await refusal('container=a&previous=true')).toBe(
    'previous terminated container "a" in pod "p" not found',
  )
})
