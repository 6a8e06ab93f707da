import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { randomFrom } from '@/lib/domain/testdata/random'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { kubectlIsUsable } from '@/lib/sandbox/kubectl-for-tests'
import { listAudit } from '@/lib/services/audit/list-audit'
import type { ServiceContext } from '@/lib/services/context'
import { deleteLaneGroup } from '@/lib/services/lane-groups/delete-lane-group'
import { getLaneGroup } from '@/lib/services/lane-groups/get-lane-group'
import { promoteLane } from '@/lib/services/lane-groups/promote-lane'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { rollBack } from '@/lib/services/lane-groups/roll-back'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { listOperations } from '@/lib/services/operations/list-operations'
import type { DriftView } from '@/lib/services/schemas/drift'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { translate } from '@/lib/words/translate'
import { adoptDrift } from './adopt-drift'
import { getDrift } from './get-drift'
import { type Kubectl, openKubectl } from './kubectl-for-tests'
import { type Deed, randomDeed } from './random-hands-for-tests'
import { reapplyDrift } from './reapply-drift'
import { setAutoHeal } from './set-auto-heal'
import { startWatchingDrift } from './watch-drift'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

let home: TestConsole
let runner: Runner
let operator: ServiceContext
let kubectl: Kubectl
let watching: { stop(): void }

const group = 'mall'
const gray = 'deployment/spring-cloud-a-gray'

beforeAll(async () => {
  home = await startTestConsole()
  operator = home.as('operator')
  kubectl = await openKubectl(home.cluster.kubeconfig)
  runner = await startRunner()
  watching = startWatchingDrift({
    ...home.as('admin'),
    actor: { kind: 'system', id: 'console', name: 'console', role: 'admin' },
  })
})

afterAll(async () => {
  watching.stop()
  await runner.stop()
  await kubectl.close()
  await home.stop()
})

const quick = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }

function document(change: Partial<LaneGroupInput['spec']> = {}): LaneGroupInput {
  const base = demoDocument(group)
  const lanes = base.spec.lanes?.map((lane) => ({
    ...lane,
    versions: lane.versions?.map((version) => ({ ...version, replicas: 1, patch: quick })),
  }))
  return { ...base, spec: { ...base.spec, lanes, ...change } }
}

async function done(id: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const detail = await findOperationDetail(home.database.db, id)
        return detail?.state === 'failed' ? translate(detail.error?.message ?? '', 'en') : detail?.state
      },
      { timeout: 40_000, interval: 50 },
    )
    .toBe('succeeded')
}

beforeEach(async () => {
  await home.database.db.operation.deleteMany()
  await saveLaneGroup(operator, { name: group, document: document(), ifRevision: null })
  await done((await pushLaneGroup(operator, { group })).operation.id)
})

afterEach(async () => {
  const left = await deleteLaneGroup(operator, { group, retire: true })
  const count = () => home.database.db.laneGroup.count({ where: { name: group } })
  if (left) await expect.poll(count, { timeout: 40_000 }).toBe(0)
})

/** What is shown, as soon as it is so; within 2 s of now. */
async function shows(state: DriftView['state'], within = 2_000): Promise<DriftView> {
  let last: DriftView | undefined
  await expect
    .poll(
      async () => {
        last = await getDrift(home.as('viewer'), { group })
        return last.state
      },
      { timeout: within, interval: 20 },
    )
    .toBe(state)
  return last ?? getDrift(operator, { group })
}

const listed = async () => (await getLaneGroup(operator, { group })).status.state
const healsOf = async () =>
  (await listOperations(operator, { group })).items.filter(({ kind }) => kind === 'heal')

describe.runIf(kubectlIsUsable('drift'))('drift', () => {
  test('a cluster as it was pushed has none', async () => {
    expect(await shows('clean')).toMatchObject({
      findings: [],
      problem: null,
      revision: 1,
      notReappliable: null,
    })
  })

  test('fault 50: kubectl deletes an object: it is missed within 2 s, and a re-apply makes it again', async () => {
    await kubectl.run('delete', 'service', 'spring-cloud-a-gray', '--wait=false')
    const { findings } = await shows('drifted')
    expect(findings).toMatchObject([
      {
        kind: 'deleted',
        owner: 'ours',
        lane: 'gray',
        object: { kind: 'Service', name: 'spring-cloud-a-gray' },
        path: null,
      },
    ])
    await expect.poll(listed, { timeout: 2_000 }).toBe('drift')
    const { operation } = await reapplyDrift(operator, { group })
    expect(operation).toMatchObject({ kind: 'heal', revision: 1 })
    await done(operation.id)
    await shows('clean')
    await expect.poll(listed, { timeout: 2_000 }).toBe('inSync')
    expect(await kubectl.run('get', 'service', 'spring-cloud-a-gray', '-o', 'name')).toContain(
      'spring-cloud-a-gray',
    )
  })

  test('fault 51: kubectl edit of a field of ours is shown with manager and time; what others added stays', async () => {
    await kubectl.run('annotate', gray, 'team=blue')
    await kubectl.edit('s/spring-cloud-a:1.1.0/spring-cloud-a:9.9.9/', gray)
    const { findings } = await shows('drifted')
    expect(findings).toMatchObject([
      {
        kind: 'changed',
        path: expect.stringMatching(/^spec\.template\.spec\.containers\[.*\]\.image$/),
        wanted: expect.stringContaining(':1.1.0'),
        live: expect.stringContaining(':9.9.9'),
        manager: 'kubectl-edit',
        at: expect.any(String),
        isSure: true,
      },
    ])
    expect(Math.abs(Date.now() - Date.parse(findings[0]?.at ?? ''))).toBeLessThan(60_000)
    await done((await reapplyDrift(operator, { group })).operation.id)
    await shows('clean')
    const image = await kubectl.run(
      'get',
      gray,
      '-o',
      'jsonpath={.spec.template.spec.containers[0].image} {.metadata.annotations.team}',
    )
    expect(image).toMatch(/:1\.1\.0 blue$/)
  })

  test('fault 56: kubectl scale is drift, what an autoscaler scaled is not', async () => {
    await kubectl.run('scale', gray, '--replicas=2')
    expect((await shows('drifted')).findings).toMatchObject([
      { path: 'spec.replicas', wanted: 1, live: 2, manager: 'kubectl' },
    ])
    await done((await reapplyDrift(operator, { group })).operation.id)
    await shows('clean')
    await kubectl.run(
      'patch',
      gray,
      '--subresource=scale',
      '--type=merge',
      '--field-manager=kube-controller-manager',
      '-p',
      '{"spec":{"replicas":3}}',
    )
    expect(await kubectl.run('get', gray, '-o', 'jsonpath={.spec.replicas}')).toBe('3')
    await wait(500)
    expect(await shows('clean')).toMatchObject({ findings: [] })
  })

  test('fault 54: what a finalizer holds is shown as going, and not made over', async () => {
    await kubectl.run(
      'patch',
      'service',
      'spring-cloud-a-gray',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":["example.com/hold"]}}',
    )
    await kubectl.run('delete', 'service', 'spring-cloud-a-gray', '--wait=false')
    await setAutoHeal(operator, { group, on: true })
    const shown = await shows('drifted')
    expect(shown.findings).toMatchObject([{ kind: 'terminating', live: ['example.com/hold'] }])
    expect(shown.notReappliable).toContain('example.com/hold')
    await expect(reapplyDrift(operator, { group })).rejects.toMatchObject({ code: 'Conflict' })
    await wait(500)
    expect(await healsOf()).toEqual([])
    await kubectl.run(
      'patch',
      'service',
      'spring-cloud-a-gray',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":null}}',
    )
    await expect
      .poll(async () => (await healsOf()).map(({ state }) => state), { timeout: 15_000 })
      .toEqual(['succeeded'])
    await shows('clean')
  })

  test('another object in the place of ours is never touched', async () => {
    await kubectl.run('delete', 'service', 'spring-cloud-a-gray')
    await kubectl.run('create', 'service', 'clusterip', 'spring-cloud-a-gray', '--tcp=80:80')
    await setAutoHeal(operator, { group, on: true })
    await expect
      .poll(async () => (await getDrift(operator, { group })).findings.map(({ kind }) => kind), {
        timeout: 2_000,
      })
      .toEqual(['replaced'])
    await expect(reapplyDrift(operator, { group })).rejects.toMatchObject({ code: 'Conflict' })
    await wait(500)
    expect(await healsOf()).toEqual([])
    await kubectl.run('delete', 'service', 'spring-cloud-a-gray')
  })

  test('heals by itself within 2 s where that is switched on, with who and why in the audit', async () => {
    await setAutoHeal(operator, { group, on: true })
    await kubectl.run('scale', gray, '--replicas=4')
    await expect
      .poll(async () => (await healsOf()).map(({ state }) => state), { timeout: 10_000 })
      .toEqual(['succeeded'])
    await shows('clean')
    const { items } = await listAudit(home.as('admin'), { kind: 'LaneGroup', name: group })
    const started = items.find(({ action }) => action === 'start-heal')
    expect(started).toMatchObject({
      actor: { name: 'console' },
      reason: expect.stringContaining('spec.replicas'),
    })
    expect(items.some(({ action }) => action === 'set-auto-heal')).toBe(true)
  })

  test('fault 53: somebody who puts a field back three times wins until a person decides, and is named', async () => {
    await setAutoHeal(operator, { group, on: true })
    let flips = 0
    for (; flips < 8; flips++) {
      const { autoHeal } = await getDrift(operator, { group })
      if (autoHeal.stopped !== null) break
      await kubectl.run('patch', gray, '--field-manager=argocd-controller', '-p', '{"spec":{"replicas":5}}')
      await expect
        .poll(
          async () => {
            const { state, autoHeal: now } = await getDrift(operator, { group })
            const count = (await healsOf()).filter((one) => one.state === 'succeeded').length
            return now.stopped !== null || (state === 'clean' && count === flips + 1)
          },
          { timeout: 15_000, interval: 20 },
        )
        .toBe(true)
    }
    expect(flips).toBe(4)
    expect(await healsOf()).toHaveLength(3)
    const { autoHeal, state } = await getDrift(operator, { group })
    expect(state).toBe('drifted')
    expect(autoHeal).toMatchObject({
      on: true,
      stopped: {
        reason: 'contested',
        path: 'spec.replicas',
        manager: 'argocd-controller',
        times: 3,
        object: { name: 'spring-cloud-a-gray' },
      },
    })
    const { items } = await listAudit(home.as('admin'), { kind: 'LaneGroup', name: group })
    expect(items.filter(({ action }) => action === 'stop-auto-heal')).toHaveLength(1)
    await done((await reapplyDrift(operator, { group })).operation.id)
    await shows('clean')
  })

  test('fault 27: a cluster that went back to an earlier state is shown and not overwritten without a word', async () => {
    await setAutoHeal(operator, { group, on: true })
    await home.database.db.ownedObject.updateMany({ data: { version: '999999999' } })
    await kubectl.run('scale', gray, '--replicas=4')
    await shows('drifted')
    await expect
      .poll(async () => (await getDrift(operator, { group })).autoHeal.stopped?.reason, { timeout: 5_000 })
      .toBe('restored')
    expect(await healsOf()).toEqual([])
    await done((await reapplyDrift(operator, { group })).operation.id)
    expect((await shows('clean')).autoHeal.stopped).toBeNull()
  })

  test('what stands on the cluster is adopted: a revision that wants it, and no more drift', async () => {
    await kubectl.edit('s/spring-cloud-a:1.1.0/spring-cloud-a:1.2.0/', gray)
    const [finding] = (await shows('drifted')).findings
    if (finding?.path == null) throw new Error('nothing differs')
    expect(finding.notAdoptable).toBeNull()
    const field = { group, object: finding.object, path: finding.path }
    await expect(adoptDrift(operator, { ...field, live: 'another' })).rejects.toMatchObject({
      code: 'Conflict',
    })
    await expect(adoptDrift(home.as('viewer'), { ...field, live: finding.live })).rejects.toMatchObject({
      code: 'Forbidden',
    })
    const { revision, operation } = await adoptDrift(operator, { ...field, live: finding.live })
    expect([revision, operation.kind]).toEqual([2, 'push'])
    await done(operation.id)
    await shows('clean')
    const { document: now } = await getLaneGroup(operator, { group })
    expect(now.spec.lanes[0]?.versions[0]?.image).toMatch(/:1\.2\.0$/)
    expect(
      await kubectl.run('get', gray, '-o', 'jsonpath={.spec.template.spec.containers[0].image}'),
    ).toMatch(/:1\.2\.0$/)

    await kubectl.run('label', gray, '--overwrite', 'app.kubernetes.io/managed-by=me')
    const [label] = (await shows('drifted')).findings
    if (label?.path == null) throw new Error('nothing differs')
    await expect(
      adoptDrift(operator, { group, object: label.object, path: label.path, live: label.live }),
    ).rejects.toMatchObject({ code: 'Unsupported' })
  })

  test('a promoted image that somebody changes is drift of the baseline: put back, healed by itself, or adopted', async () => {
    const base = 'deployment/spring-cloud-c'
    const path = 'spec.template.spec.containers[spring-cloud-c].image'
    const image = (tag: string) => `registry.example.com/spring-cloud-c:${tag}`
    const runs = () => kubectl.run('get', base, '-o', 'jsonpath={.spec.template.spec.containers[0].image}')
    const deploys = (tag: string) => kubectl.run('set', 'image', base, `spring-cloud-c=${image(tag)}`)
    const original = await runs()
    // Nobody has promoted it yet: what its owner deploys is theirs.
    await deploys('1.0.1')
    await wait(300)
    await shows('clean')
    const applications = ['spring-cloud-c']
    const choice = { group, lane: 'gray', applications, strategy: 'image', after: 'keep' } as const
    await done((await promoteLane(operator, choice)).operation.id)
    await shows('clean')

    await deploys('1.2.0')
    const [finding, ...others] = (await shows('drifted')).findings
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      kind: 'changed',
      owner: 'user',
      lane: 'baseline',
      object: { kind: 'Deployment', name: 'spring-cloud-c' },
      path,
      wanted: image('1.1.0'),
      live: image('1.2.0'),
      manager: 'kubectl-set',
      at: expect.any(String),
      isSure: true,
      notAdoptable: null,
    })
    await kubectl.run('annotate', base, 'team=blue')
    await done((await reapplyDrift(operator, { group })).operation.id)
    await shows('clean')
    expect(await runs()).toBe(image('1.1.0'))
    expect(await kubectl.run('get', base, '-o', 'jsonpath={.metadata.annotations.team}')).toBe('blue')

    await setAutoHeal(operator, { group, on: true })
    await deploys('1.3.0')
    await expect.poll(runs, { timeout: 10_000, interval: 50 }).toBe(image('1.1.0'))
    await shows('clean', 10_000)
    await setAutoHeal(operator, { group, on: false })

    await deploys('1.4.0')
    const [next] = (await shows('drifted')).findings
    if (next === undefined) throw new Error('nothing differs')
    const { object, live } = next
    const { revision, operation } = await adoptDrift(operator, { group, object, path, live })
    expect(revision).toBe(3)
    await done(operation.id)
    await shows('clean')
    expect(await runs()).toBe(image('1.4.0'))
    await deploys('1.1.0')
    expect((await shows('drifted')).findings).toMatchObject([{ path, wanted: image('1.4.0') }])
    await done((await rollBack(operator, { group, revision: 3 })).operation.id)
    expect(await runs()).toBe(image('1.4.0'))
    await kubectl.run('set', 'image', base, `spring-cloud-c=${original}`)
    await kubectl.run('rollout', 'status', base, '--timeout=20s')
  })

  test('by each of kubectl’s ways: a field of ours is told within 2 s with manager and time, a foreign one stays', async () => {
    const seed = 5
    const turns = 30
    const random = randomFrom(seed)
    const count = { ours: 0, foreign: 0, brought: 0, stayed: 0 }
    const open = new Map<string, Deed>()
    let theirs: (Deed & { uid: string })[] = []
    let slowest = 0
    const isTold = async () => {
      const { findings } = await getDrift(operator, { group })
      expect(findings).toHaveLength(open.size)
      for (const { object, field, live, manager } of open.values()) {
        const found = findings.find(
          (one) =>
            one.object.kind === object.kind &&
            one.object.name === object.name &&
            (one.path ?? '').includes(field),
        )
        expect(found).toMatchObject(
          field === ''
            ? { kind: 'deleted', path: null }
            : { kind: 'changed', live, manager, at: expect.any(String) },
        )
      }
    }
    const uidOf = ({ kind, name }: Deed['object']) =>
      kubectl.run('get', kind, name, '--ignore-not-found', '-o', 'jsonpath={.metadata.uid}')
    // The guard may take a route out, as an object, while its lane has no ready pods; what was on it goes with it.
    const stays = async () => {
      const same = await Promise.all(theirs.map(async ({ object, uid }) => (await uidOf(object)) === uid))
      theirs = theirs.filter(({ object }, at) => same[at] || object.kind !== 'Ingress')
      for (const { name, read } of theirs) expect(await read?.(), name).toBe('theirs')
      count.stayed += theirs.length
    }
    const brought = async (operation: { id: string }) => {
      await done(operation.id)
      open.clear()
      count.brought += 1
      await shows('clean')
      await stays()
    }
    for (let turn = 0; turn < turns; turn++) {
      const deed = randomDeed(random, turn, kubectl)
      const place = `${deed.object.kind}/${deed.object.name}`
      const key = `${place} ${deed.field}`
      // To write what stands there is no change.
      if (deed.isOurs && deed.live !== undefined && open.get(key)?.live === deed.live) continue
      await deed.do()
      const begun = performance.now()
      // An object that is gone is one difference.
      if (deed.field === '') for (const one of open.keys()) if (one.startsWith(`${place} `)) open.delete(one)
      if (!deed.isOurs) theirs.push({ ...deed, uid: await uidOf(deed.object) })
      else open.set(key, deed)
      count[deed.isOurs ? 'ours' : 'foreign'] += 1
      await vi.waitFor(isTold, { timeout: 2_000, interval: 20 }).catch((error: unknown) => {
        throw new Error(`seed ${seed}, turn ${turn}, ${deed.name}`, { cause: error })
      })
      slowest = Math.max(slowest, performance.now() - begun)
      // What stood on an object that is gone went with it.
      if (deed.field === '') theirs = theirs.filter(({ object }) => `${object.kind}/${object.name}` !== place)
      if (deed.field === '' || open.size >= 5)
        await brought((await reapplyDrift(operator, { group })).operation)
    }
    await brought((await pushLaneGroup(operator, { group })).operation)
    await setAutoHeal(operator, { group, on: true })
    const before = new Set((await healsOf()).map(({ id }) => id))
    await kubectl.run('scale', gray, '--replicas=7')
    const healing = async () => (await healsOf()).find(({ id }) => !before.has(id))
    await expect.poll(healing, { timeout: 10_000 }).toBeDefined()
    const heal = await healing()
    if (heal === undefined) throw new Error('nothing healed')
    await brought(heal)
    expect(count.stayed).toBeGreaterThan(count.foreign)
    process.stdout.write(
      `kubectl by chance, seed ${seed}: ${count.ours} of ours, ${count.foreign} foreign, brought back ${count.brought} times, told within ${slowest.toFixed(0)} ms\n`,
    )
  }, 120_000)

  test('fault 52: a namespace that is deleted is lost, and nothing is made again in it', async () => {
    await kubectl.run('create', 'namespace', 'lost')
    await kubectl.run(
      'create',
      'deployment',
      'spring-cloud-a',
      '-n',
      'lost',
      '--image=registry.example.com/spring-cloud-a:1.0.0',
    )
    const [application] = demoDocument('lost').spec.applications
    const lane = {
      tag: 'gray',
      versions: [
        { application: 'spring-cloud-a', image: 'registry.example.com/spring-cloud-a:1.1.0', replicas: 1 },
      ],
    }
    const place = {
      namespace: 'lost',
      applications: application ? [{ name: application.name, deployment: application.deployment }] : [],
    }
    await saveLaneGroup(operator, {
      name: 'lost',
      document: demoDocument('lost', { ...place, entries: [], rules: [], lanes: [lane] }),
      ifRevision: null,
    })
    await done((await pushLaneGroup(operator, { group: 'lost' })).operation.id)
    await setAutoHeal(operator, { group: 'lost', on: true })
    await kubectl.run('delete', 'namespace', 'lost', '--wait=false')
    const state = async () => (await getDrift(operator, { group: 'lost' })).state
    await expect.poll(state, { timeout: 5_000 }).toBe('lost')
    await wait(1_000)
    const shown = await getDrift(operator, { group: 'lost' })
    expect(shown.findings).toMatchObject([{ kind: 'lost', object: { kind: 'Namespace', name: 'lost' } }])
    expect(shown.notReappliable).toContain('lost')
    const { items } = await listOperations(operator, { group: 'lost' })
    expect(items.map(({ kind }) => kind)).toEqual(['push'])
  })

  test('a cluster that is away is unknown, never clean', async () => {
    await shows('clean')
    await home.cluster.crash()
    try {
      const shown = await shows('unknown', 4_000)
      expect(shown.problem).not.toBeNull()
      await expect.poll(listed, { timeout: 4_000 }).toBe('unknown')
    } finally {
      await home.cluster.restart()
    }
    await shows('clean', 15_000)
  })
})
