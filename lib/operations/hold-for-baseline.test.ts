import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { betweenRequests } from '@/lib/between-requests'
import { at } from '@/lib/domain/json'
import { translate } from '@/lib/words/translate'
import { type Runner, startRunner } from './runner'
import { ask, type Bench, chain, detailOf, openBench, start, untilState } from './test-bench'
import { saveTestGroup, saveTestRevision } from './test-group'
import { grayLane, grayRule, storyDocument } from './test-story'
import { closeOperationFeed } from './watch-operation'

vi.setConfig({ testTimeout: 90_000 })

let bench: Bench
let runner: Runner
let groupId: string
const open = storyDocument({ lanes: [grayLane()], rules: [grayRule] })

beforeAll(async () => {
  bench = await openBench()
  runner = await startRunner()
}, 90_000)
afterAll(async () => {
  await runner.stop()
  await closeOperationFeed()
  await bench.close()
})
beforeEach(async () => {
  await bench.db.operation.deleteMany()
  await bench.db.laneGroup.deleteMany()
  groupId = (await saveTestGroup(bench.db, bench.clusterId, open)).id
  await untilState(bench, await start(bench, { kind: 'push', groupId, revision: 1 }), 'succeeded')
})

const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'spring-cloud-a' }

/** Somebody else's hand on the baseline. */
async function scaleBaseline(replicas: number): Promise<void> {
  const { apiVersion, kind, namespace, name } = ref
  const object = { apiVersion, kind, metadata: { name, namespace }, spec: { replicas } }
  await bench.client.apply(object, { force: true, manager: 'kubectl' })
  await vi.waitFor(
    async () => expect(at(await bench.client.get(ref), 'status', 'readyReplicas') ?? 0).toBe(replicas),
    30_000,
  )
}

/** Somebody else's hand on a lane. */
async function scaleLane(tag: string, replicas: number): Promise<void> {
  const { apiVersion, kind, namespace, name } = ref
  const object = { apiVersion, kind, metadata: { name: `${name}-${tag}`, namespace }, spec: { replicas } }
  await bench.client.apply(object, { force: true, manager: 'kubectl' })
}

/** The lane has left the routes. */
async function routeGone(tag: string): Promise<void> {
  const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }
  const route = { ...kind, namespace: 'default', name: `${ref.name}-${tag}` }
  await vi.waitFor(async () => expect(await bench.client.find(route)).toBeNull(), 15_000)
}

const held = async (id: string) => {
  const { steps } = await detailOf(bench, id)
  return steps.flatMap(({ name, objects }) =>
    objects
      .filter((one) => one.ref.name === ref.name && one.ref.kind === 'Deployment')
      .map(({ result, message }) => `${name}: ${result}: ${translate(message ?? '', 'en')}`),
  )
}

describe('fault 57: a lane that closes while the baseline has lost its pods (Argo Rollouts #2050, #3372)', () => {
  it('keeps its requests until the baseline can take them, and says what it waits for, a finalizer too', async () => {
    const seen = new Set<string>()
    let isDone = false
    await scaleBaseline(0)
    const asking = (async () => {
      while (!isDone) {
        seen.add(chain(await ask(bench, '?group=gray')))
        await betweenRequests()
      }
    })()
    await saveTestRevision(bench.db, groupId, 2, storyDocument())
    const id = await start(bench, { kind: 'remove', groupId, revision: 2, lane: 'gray' })
    await untilState(bench, id, 'waiting')
    expect(await held(id)).toEqual([
      'close-routes: waiting: No route moves yet: the baseline of spring-cloud-a has 0 of 0 pods ready and needs 1 to take the requests back.',
    ])
    expect([...seen]).toEqual(['Agray -> B -> Cgray'])
    const guarded = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: `${ref.name}-gray` }
    const finalizers = { op: 'add', path: '/metadata/finalizers', value: ['example.com/guard'] } as const
    await bench.client.jsonPatch(guarded, [finalizers])
    await scaleBaseline(1)
    await vi.waitFor(async () => {
      const { state, steps } = await detailOf(bench, id)
      const [service] = steps.find(({ name }) => name === 'delete-services')?.objects ?? []
      expect([state, service?.result, translate(service?.message ?? '', 'en')]).toEqual([
        ...['waiting', 'waiting', 'is being deleted; held by example.com/guard'],
      ])
    }, 30_000)
    await bench.client.jsonPatch(guarded, [{ op: 'remove', path: finalizers.path }])
    const detail = await untilState(bench, id, 'succeeded')
    isDone = true
    await asking
    // Not one answer that is neither the lane's nor the baseline's.
    expect([...seen].sort()).toEqual(['A -> B -> C', 'Agray -> B -> Cgray'])
    expect(await held(id)).toEqual([
      expect.stringMatching(/^close-routes: ready: the baseline was waited for, \d+ s$/),
    ])
    const routes = detail.steps.find(({ name }) => name === 'close-routes')
    expect(routes?.startedAt && routes.finishedAt).toBeTruthy()
  })

  it('gives way to a roll back, which needs nothing of the baseline when the lane stays', async () => {
    await scaleBaseline(0)
    await saveTestRevision(bench.db, groupId, 2, storyDocument())
    const id = await start(bench, { kind: 'remove', groupId, revision: 2, lane: 'gray' })
    await untilState(bench, id, 'waiting')
    await saveTestRevision(bench.db, groupId, 3, open)
    await untilState(bench, await start(bench, { kind: 'rollback', groupId, revision: 3 }), 'succeeded')
    expect((await detailOf(bench, id)).state).toBe('aborted')
    expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> B -> Cgray')
    await scaleBaseline(1)
    await saveTestRevision(bench.db, groupId, 4, storyDocument())
    await untilState(
      bench,
      await start(bench, { kind: 'remove', groupId, revision: 4, lane: 'gray' }),
      'succeeded',
    )
  })
})

describe('a lane that closes and loses its own pods too', () => {
  it('is waited for no longer: nobody answers its requests', async () => {
    await scaleBaseline(0)
    await saveTestRevision(bench.db, groupId, 2, storyDocument())
    const id = await start(bench, { kind: 'remove', groupId, revision: 2, lane: 'gray' })
    await untilState(bench, id, 'waiting')
    await scaleLane('gray', 0)
    // Its other application is not at the entry, so it asks for nothing either.
    await untilState(bench, id, 'succeeded')
    await scaleBaseline(1)
  })
})

describe('what operations leave alone', () => {
  it('is the number of a baseline’s pods, in all that they do (Argo Rollouts #1292)', async () => {
    await scaleBaseline(2)
    await saveTestRevision(
      bench.db,
      groupId,
      2,
      storyDocument({ lanes: [{ ...grayLane(), state: 'parked' }], rules: [grayRule] }),
    )
    await untilState(bench, await start(bench, { kind: 'park', groupId, revision: 2 }), 'succeeded')
    await saveTestRevision(bench.db, groupId, 3, open)
    await untilState(bench, await start(bench, { kind: 'resume', groupId, revision: 3 }), 'succeeded')
    await untilState(bench, await start(bench, { kind: 'abort', groupId, revision: 3 }), 'succeeded')
    await saveTestRevision(bench.db, groupId, 4, storyDocument())
    await untilState(bench, await start(bench, { kind: 'remove', groupId, revision: 4 }), 'succeeded')
    const { spec, metadata } = await bench.client.get(ref)
    expect(at(spec, 'replicas')).toBe(2)
    expect(metadata.managedFields?.map(({ manager }) => manager)).not.toContain('lanekeeper')
    await scaleBaseline(1)
  })

  it('is the number of a lane’s pods that the document does not give', async () => {
    const [version] = grayLane().versions ?? []
    if (!version) throw new Error('no version')
    const { replicas: _replicas, ...unscaled } = version
    const document = storyDocument({ lanes: [{ tag: 'gray', versions: [unscaled] }], rules: [grayRule] })
    await saveTestRevision(bench.db, groupId, 2, document)
    await untilState(bench, await start(bench, { kind: 'push', groupId, revision: 2 }), 'succeeded')
    const lane = { ...ref, name: 'spring-cloud-a-gray' }
    const { apiVersion, kind, namespace, name } = lane
    const scaled = { apiVersion, kind, metadata: { name, namespace }, spec: { replicas: 3 } }
    await bench.client.apply(scaled, { force: true, manager: 'an-autoscaler' })
    await untilState(bench, await start(bench, { kind: 'push', groupId, revision: 2 }), 'succeeded')
    expect(at(await bench.client.get(lane), 'spec', 'replicas')).toBe(3)
    await saveTestRevision(bench.db, groupId, 3, storyDocument())
    await untilState(bench, await start(bench, { kind: 'remove', groupId, revision: 3 }), 'succeeded')
  })
})

describe('a lane whose last pod goes while an operation waits for others (Argo Rollouts #4128)', () => {
  it('leaves the routes, and comes back with them when it is ready', async () => {
    const blue = { ...grayLane('missing'), tag: 'blue' }
    const both = storyDocument({ lanes: [grayLane(), blue], rules: [grayRule] })
    await saveTestRevision(bench.db, groupId, 2, both)
    const push = await start(bench, { kind: 'push', groupId, revision: 2 })
    await untilState(bench, push, 'waiting')
    await scaleLane('gray', 0)
    const begun = performance.now()
    await routeGone('gray')
    process.stdout.write(
      `out of the routes in ${(performance.now() - begun).toFixed(0)} ms beside a push that waits\n`,
    )
    expect(chain(await ask(bench, '?group=gray'))).toBe('A -> B -> C')
    expect((await detailOf(bench, push)).state).toBe('waiting')

    await untilState(bench, await start(bench, { kind: 'abort', groupId, revision: 1 }), 'succeeded')
    expect((await detailOf(bench, push)).state).toBe('aborted')
    expect(chain(await ask(bench, '?group=gray'))).toBe('Agray -> B -> Cgray')
    await saveTestRevision(bench.db, groupId, 3, storyDocument())
    await untilState(bench, await start(bench, { kind: 'remove', groupId, revision: 3 }), 'succeeded')
  })

  it('leaves them also while a closing lane is held or drained', async () => {
    const slow = { spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } } }
    const laneOf = (tag: string) => {
      const versions = (grayLane().versions ?? []).slice(0, 1)
      return { tag, versions: versions.map((one) => (tag === 'old' ? { ...one, patch: slow } : one)) }
    }
    const ruleOf = (tag: string) => ({
      name: tag,
      match: [[{ source: 'query' as const, name: 'group', operator: 'exact' as const, value: tag }]],
      targets: [{ lane: tag, weight: 100 }],
    })
    const documentOf = (tags: string[]) => storyDocument({ lanes: tags.map(laneOf), rules: tags.map(ruleOf) })
    await saveTestRevision(bench.db, groupId, 2, documentOf(['old', 'blue', 'green']))
    await untilState(bench, await start(bench, { kind: 'push', groupId, revision: 2 }), 'succeeded', 60_000)
    await scaleBaseline(0)
    await saveTestRevision(bench.db, groupId, 3, documentOf(['blue', 'green']))
    const id = await start(bench, { kind: 'remove', groupId, revision: 3, lane: 'old' })
    await untilState(bench, id, 'waiting')
    await scaleLane('blue', 0)
    await routeGone('blue')
    const stateOf = async (step: string) =>
      (await detailOf(bench, id)).steps.find(({ name }) => name === step)?.state
    expect(await stateOf('close-routes')).toBe('waiting')
    await scaleBaseline(1)
    await vi.waitFor(async () => expect(await stateOf('drain')).toBe('running'), 15_000)
    await scaleLane('green', 0)
    await routeGone('green')
    expect(await stateOf('drain')).toBe('running')
    expect(chain(await ask(bench, '?group=green'))).toBe('A -> B -> C')
  })
})
