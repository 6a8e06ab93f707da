import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { randomFrom } from '@/lib/domain/testdata/random'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterPicture } from '@/lib/operations/test-picture'
import { grayLane, grayRule } from '@/lib/operations/test-story'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { abortLane } from './abort-lane'
import { promoteLane } from './promote-lane'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { rollBack } from './roll-back'
import { saveLaneGroup } from './save-lane-group'
import { cleanLane, parkLane, resumeLane } from './set-lane-state'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const group = 'mall'
const lane = 'gray'
type Started = { operation: { id: string } }

let console: TestConsole
let runner: Runner
let client: ClusterClient
let pushed: Record<string, unknown>

const operator = () => console.as('operator')
const picture = () => clusterPicture(client, 'default')

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(console.as('admin'), { name: 'test' })
  const versions = grayLane().versions?.map((version) => ({ ...version, config: 'copy' as const })) ?? []
  const settings = { namespace: 'default', name: 'settings' }
  await client.apply(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: settings, data: { a: '1' } },
    { force: false },
  )
  for (const letter of ['a', 'c'])
    await client.jsonPatch(
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: `spring-cloud-${letter}` },
      [
        {
          op: 'add',
          path: '/spec/template/spec/containers/0/envFrom',
          value: [{ configMapRef: { name: 'settings' } }],
        },
        { op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 1 },
      ],
    )
  const document = demoDocument(group, { lanes: [{ tag: lane, versions }], rules: [grayRule] })
  await saveLaneGroup(operator(), { name: group, document, ifRevision: null })
  await done(await pushLaneGroup(operator(), { group }))
  pushed = await picture()
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

async function ended({ operation }: Started): Promise<string> {
  let state = ''
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      state = detail?.state ?? ''
      expect(['succeeded', 'failed', 'aborted'], JSON.stringify(detail?.error)).toContain(state)
    },
    { timeout: 90_000, interval: 50 },
  )
  return state
}

/** Steps that an operation is stopped at. */
const stops = ['plan', 'wait-baselines', 'close-routes', 'drain', 'finish']

/** The step has begun, or the operation has come past it. */
async function reached({ operation }: Started, name: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      const step = detail?.steps.find((one) => one.name === name)
      expect(detail?.finishedAt !== null || step === undefined || step.state !== 'pending').toBe(true)
    },
    { timeout: 60_000, interval: 10 },
  )
}

async function done(started: Started): Promise<void> {
  expect(await ended(started)).toBe('succeeded')
}

const promote = (after: 'park' | 'remove' | 'clean' | 'keep', applications?: string[]) => () =>
  promoteLane(operator(), { group, lane, strategy: 'image', after, ...(applications && { applications }) })

const changes: Record<string, () => Promise<Started>> = {
  park: () => parkLane(operator(), { group, lane }),
  clean: () => cleanLane(operator(), { group, lane }),
  resume: () => resumeLane(operator(), { group, lane }),
  remove: () => removeLane(operator(), { group, lane }),
  'promote and park': promote('park'),
  'promote c and keep': promote('keep', ['spring-cloud-c']),
  'promote and clean': promote('clean'),
  'promote and remove': promote('remove'),
}

/** A lane that is gone, or has no pods to prove it, refuses some: then nothing has happened. */
async function tryOne(name: string): Promise<Started | null> {
  try {
    return (await changes[name]?.()) ?? null
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(NotFound|Conflict)$/) })
    return null
  }
}

describe.each([1, 2, 3])('from whatever state is reached (seed %i)', (seed) => {
  it('an abort gives the last state that stood, and a roll back the first one', async () => {
    const random = randomFrom(seed)
    const draw = () => {
      const names = Object.keys(changes)
      return names[Math.floor(random() * names.length)] ?? 'park'
    }
    const told: string[] = []
    for (let step = 0; step < 3; step += 1) {
      const before = await picture()
      const name = draw()
      const started = await tryOne(name)
      const isStopped = random() < 0.5
      told.push(`${name}${isStopped ? ', aborted' : ''}${started ? '' : ', refused'}`)
      if (started === null) continue
      if (!isStopped) {
        await done(started)
        continue
      }
      const at = stops[Math.floor(random() * stops.length)] ?? 'plan'
      await reached(started, at)
      told.push(`at ${at}`)
      await done(await abortLane(operator(), { group, lane }))
      expect(await ended(started), told.join('; ')).toMatch(/aborted|succeeded/)
      if ((await ended(started)) === 'aborted') expect(await picture(), told.join('; ')).toEqual(before)
    }
    await done(await rollBack(operator(), { group, revision: 1 }))
    expect(await picture(), told.join('; ')).toEqual(pushed)
  })
})
