import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { listOwnedObjects } from '@/lib/db/owned-objects'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterPicture } from '@/lib/operations/test-picture'
import { grayLane, grayRule } from '@/lib/operations/test-story'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { getLaneGroup } from './get-lane-group'
import { planLaneGroup } from './plan-lane-group'
import { pushLaneGroup } from './push-lane-group'
import { saveLaneGroup } from './save-lane-group'
import { cleanLane, parkLane, resumeLane } from './set-lane-state'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const group = 'mall'
const lane = 'gray'
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name: 'settings' } }
const baselineOfA = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'default',
  name: 'spring-cloud-a',
}

let console: TestConsole
let runner: Runner
let client: ClusterClient

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(console.as('admin'), { name: 'test' })
  await client.apply({ ...settings, data: { a: '1' } }, { force: false })
  const envFrom = [{ configMapRef: { name: 'settings' } }]
  await client.jsonPatch(baselineOfA, [
    { op: 'add', path: '/spec/template/spec/containers/0/envFrom', value: envFrom },
  ])
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

async function done({ operation }: { operation: { id: string } }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 100 },
  )
}

const picture = () => clusterPicture(client, 'default')
const operator = () => console.as('operator')
const state = async () => (await getLaneGroup(operator(), { group })).status.lanes[0]?.state

it('park, clean and resume: a cleaned lane leaves nothing on the cluster, and comes back as it was', async () => {
  const before = await picture()
  const versions = grayLane().versions?.map((version) => ({ ...version, config: 'copy' as const })) ?? []
  const document = demoDocument(group, { lanes: [{ tag: lane, versions }], rules: [grayRule] })
  await saveLaneGroup(operator(), { name: group, document, ifRevision: null })
  await done(await pushLaneGroup(operator(), { group }))
  const pushed = await picture()
  expect(Object.keys(pushed)).toContain('ConfigMap/settings-gray')
  expect(Object.keys(pushed).length).toBeGreaterThan(Object.keys(before).length)

  await done(await parkLane(operator(), { group, lane }))
  expect(await state()).toBe('parked')
  expect(Object.keys(await picture())).toContain('Deployment/spring-cloud-a-gray')

  await done(await cleanLane(operator(), { group, lane }))
  expect(await picture()).toEqual(before)
  expect(await state()).toBe('cleaned')
  const cleaned = await getLaneGroup(operator(), { group })
  expect(cleaned.document.spec.lanes[0]).toMatchObject({ tag: lane, state: 'cleaned', versions: [{}, {}] })
  expect(cleaned.document.spec.rules).toEqual([grayRule])
  expect(cleaned.lint.map(({ code }) => code)).toContain('CleanedLaneReceives')
  const row = await console.database.db.laneGroup.findUniqueOrThrow({ where: { name: group } })
  expect(await listOwnedObjects(console.database.db, row.id)).toEqual([])
  expect((await planLaneGroup(operator(), { group })).changes).toEqual([])

  await done(await resumeLane(operator(), { group, lane }))
  expect(await picture()).toEqual(pushed)
  expect(await state()).toBe('live')

  await done(await cleanLane(operator(), { group, lane }))
  expect(await picture()).toEqual(before)
})
