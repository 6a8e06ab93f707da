import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { mallInput } from '@/lib/domain/testdata/mall'
import { translate } from '@/lib/words/translate'
import { type Runner, startRunner } from './runner'
import { type Bench, openBench, start, untilState } from './test-bench'
import { saveTestGroup } from './test-group'
import { grayLane, grayRule } from './test-story'
import { closeOperationFeed } from './watch-operation'

vi.setConfig({ testTimeout: 90_000 })

let bench: Bench
let runner: Runner

beforeAll(async () => {
  bench = await openBench()
  runner = await startRunner()
}, 90_000)
afterAll(async () => {
  await runner.stop()
  await closeOperationFeed()
  await bench.close()
})

const door = (sectionName: string): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'door', namespace: 'default' },
  spec: {
    parentRefs: [{ name: 'public', namespace: 'gateway-system', sectionName }],
    hostnames: ['door.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ name: 'spring-cloud-a', port: 20001 }],
      },
    ],
  },
})

test('fault 58: a push fails in the gateway’s words when it does not take a route, and goes through once it does', async () => {
  const { client, db, clusterId } = bench
  await client.apply(door('https'), { force: true })
  const entry = {
    name: 'door',
    provider: 'gateway-api',
    application: 'spring-cloud-a',
    host: 'door.example.com',
    paths: [{ path: '/' }],
  }
  const input = mallInput({ entries: [entry], lanes: [grayLane()], rules: [grayRule] })
  const { id: groupId } = await saveTestGroup(db, clusterId, input)
  const push = () => start(bench, { kind: 'push', groupId, revision: 1 })
  const failed = await untilState(bench, await push(), 'failed')
  expect(translate(failed.error?.message ?? '', 'en')).toMatch(
    /^The gateway does not take HTTPRoute door(-gray)?: Accepted=False NoMatchingParent: /,
  )
  const routes = failed.steps.find(({ name }) => name === 'routes')
  expect(routes?.state).toBe('failed')
  const told = routes?.objects.filter(({ result }) => result === 'failed').map(({ message }) => message)
  expect(told).toContainEqual(failed.error?.message)
  expect(routes?.objects.map(({ result }) => result)).not.toContain('waiting')
  await client.apply(door('http'), { force: true })
  const done = await untilState(bench, await push(), 'succeeded')
  expect(done.steps.find(({ name }) => name === 'routes')?.state).toBe('succeeded')
})
