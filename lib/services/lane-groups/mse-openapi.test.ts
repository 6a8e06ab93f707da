import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { saveCredential } from '@/lib/db/credentials'
import { findOperationDetail } from '@/lib/db/operations'
import { type MseDouble, startMseDouble } from '@/lib/delivery/mse-double'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const key = { accessKeyId: 'LTAI-test', accessKeySecret: 'sealed' }
const name = 'by-api'
let console: TestConsole
let runner: Runner
let double: MseDouble

beforeAll(async () => {
  double = await startMseDouble({ ...key, applications: ['spring-cloud-a'] })
  console = await startTestConsole()
  await console.database.db.$transaction((tx) =>
    saveCredential(tx, 'prod', { ...key, endpoint: double.endpoint }, new Date()),
  )
  runner = await startRunner()
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
  await double?.close()
})

async function done({ id }: { id: string }) {
  return vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
      return detail
    },
    { timeout: 40_000, interval: 100 },
  )
}

it('tells MSE the rules in a step of its own, and takes them back before the lane’s pods go', async () => {
  const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
  const image = 'registry.example.com/spring-cloud-a:1.1.0'
  const settings = { delivery: 'mse-openapi', region: 'cn-hangzhou', credential: 'prod' }
  const document = demoDocument(name, {
    entries: [{ name: 'zuul', provider: 'mse-agent', application: 'spring-cloud-a', settings }],
    lanes: [{ tag: 'gray', versions: [{ application: 'spring-cloud-a', image, replicas: 1, patch }] }],
    rules: [
      {
        name: 'testers',
        match: [[{ source: 'query', name: 'name', operator: 'exact', value: 'xiaoming' }]],
        targets: [{ lane: 'gray', weight: 100 }],
      },
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 2 },
          { lane: 'gray', weight: 1 },
        ],
      },
    ],
  })
  const operator = console.as('operator')
  await saveLaneGroup(operator, { name, document, ifRevision: null })
  const pushed = await done((await pushLaneGroup(operator, { group: name })).operation)
  const told = pushed?.steps.find((step) => step.name === 'deliver')
  expect(told).toMatchObject({ state: 'succeeded', objects: [{ result: 'configured' }] })
  const policies = () => Object.fromEntries(double.policies.get('spring-cloud-a') ?? [])
  expect(policies()).toEqual({
    gray: {
      rate: 33,
      name: 'lk-testers',
      carryData: true,
      rules: {
        springcloud: [
          {
            paths: [],
            condition: 'AND',
            restItems: [{ type: 'param', name: 'name', operator: 'rawvalue', cond: '==', value: 'xiaoming' }],
          },
        ],
      },
    },
    _base: { rate: 67 },
  })
  const rows = await console.database.db.setting.findMany()
  expect(JSON.stringify(rows)).not.toContain(`"${key.accessKeySecret}"`)

  const removed = await done((await removeLane(operator, { group: name, lane: 'gray' })).operation)
  const names = removed?.steps.map((step) => step.name) ?? []
  expect(names.indexOf('deliver')).toBeLessThan(names.indexOf('delete-workloads'))
  expect(removed?.steps.find((step) => step.name === 'drain')?.state).toBe('succeeded')
  expect(policies()).toEqual({ _base: { rate: 100 } })
})

it('needs no such step where objects carry the rules', async () => {
  const operator = console.as('operator')
  await saveLaneGroup(operator, {
    name: 'by-objects',
    document: demoDocument('by-objects', { lanes: [], rules: [] }),
    ifRevision: null,
  })
  const { operation } = await pushLaneGroup(operator, { group: 'by-objects' })
  const detail = await findOperationDetail(console.database.db, operation.id)
  expect(detail?.steps.map((step) => step.name)).not.toContain('deliver')
})
