import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { RolloutAsk, type RolloutVerb, type RolloutView } from '@/lib/services/schemas/rollouts'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { changeRollout } from './change-rollout'
import { getRollout } from './get-rollout'
import { listDeployments } from './list-deployments'
import { probeService } from './probe-service'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

const registry = 'registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api'
const micro = { cluster: 'test', namespace: 'rolling', deployment: 'micro-api' }
const soon = { timeout: 40_000, interval: 50 }

let home: TestConsole
let client: ClusterClient

beforeAll(async () => {
  home = await startTestConsole()
  client = await clusterClient(home.as('admin'), { name: 'test' })
})
afterAll(() => home?.stop())

const look = (place = micro) => getRollout(home.as('viewer'), place)
const change = (verb: RolloutVerb, input: object = {}, place = micro) =>
  changeRollout(home.as('operator'), RolloutAsk.parse({ place, verb, input }))
const podsOf = ({ pods }: RolloutView, version: 'new' | 'old') =>
  pods.filter((pod) => pod.version === version)

/** Looks until the rollout is done; gives each sentence that it said on the way, once. */
async function linesUntilDone(place = micro): Promise<string[]> {
  const lines: string[] = []
  await vi.waitFor(async () => {
    const { state, sentence } = await look(place)
    if (lines.at(-1) !== sentence) lines.push(sentence)
    expect(state).toBe('complete')
  }, soon)
  return lines
}

describe('the rolling update of the document', () => {
  it('is applied: 3/3, up to date and available', async () => {
    await change('scale', { replicas: 3, seen: { replicas: 0 } })
    await linesUntilDone()
    const view = await look()
    expect(view.counts).toMatchObject({ desired: 3, ready: 3, updated: 3, available: 3 })
    expect(view.strategy).toMatchObject({
      maxSurge: 1,
      maxUnavailable: 1,
      most: 4,
      least: 2,
      minReadySeconds: 5,
    })
    const list = await listDeployments(home.as('viewer'), { cluster: 'test', namespace: 'rolling' })
    expect(list.items).toMatchObject([{ name: 'micro-api', ready: 3, desired: 3, updated: 3, available: 3 }])
  })

  it('takes a new image, says what kubectl says, and tells of it in events', async () => {
    const before = await look()
    const images = { 'micro-api': `${registry}:1.1-SNAPSHOT` }
    const { message } = await change('set-image', { images, seen: { revision: before.revision } })
    expect(message).toBe('deployment.apps/micro-api image updated')
    const lines = await linesUntilDone()
    const waiting = 'Waiting for deployment "micro-api" rollout to finish: '
    expect(lines).toContain(`${waiting}2 out of 3 new replicas have been updated...`)
    expect(lines.at(-1)).toBe('deployment "micro-api" successfully rolled out')
    expect(lines.some((line) => line.endsWith('of 3 updated replicas are available...'))).toBe(true)
    const { events, replicaSets, revisions } = await look()
    const scaled = events.flatMap(({ scaling }) => scaling ?? []).filter(({ to }) => to !== null)
    expect(new Set(scaled.map(({ direction, isNew }) => `${direction} ${isNew}`))).toEqual(
      new Set(['up true', 'down false', 'up false']),
    )
    expect(replicaSets[0]).toMatchObject({ isNew: true, desired: 3, ready: 3 })
    expect(revisions.map(({ images: [one] }) => one?.image)).toEqual(
      ['1.1', '1.0'].map((tag) => `${registry}:${tag}-SNAPSHOT`),
    )
  })

  it('is paused as the poor man’s canary: 4/3, two new, two old, half of the requests each', async () => {
    const live = await client.get({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'rolling',
      name: 'micro-api',
    })
    await client.jsonPatch({ ...live, namespace: 'rolling', name: 'micro-api' }, [
      { op: 'add', path: '/spec/template/metadata/labels/track', value: 'canary' },
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: `${registry}:1.3-SNAPSHOT` },
    ])
    await vi.waitFor(async () => expect(podsOf(await look(), 'new')).toHaveLength(2), soon)
    expect((await change('pause')).message).toBe('deployment.apps/micro-api paused')
    await vi.waitFor(async () => {
      const view = await look()
      expect(view.counts).toMatchObject({ desired: 3, ready: 4, updated: 2, available: 4 })
      expect(view.shares).toEqual([{ service: 'micro-api', newReady: 2, oldReady: 2, othersReady: 0 }])
    }, soon)
    const view = await look()
    expect([view.state, view.paused, view.causes]).toEqual(['paused', true, []])
    expect(view.sentence).toContain('2 out of 3 new replicas have been updated')
    expect(view.unmetPorts).toEqual([{ service: 'micro-api', port: 19090, target: '9090' }])
    expect(podsOf(view, 'old')).toHaveLength(2)
    for (const pod of podsOf(view, 'new')) {
      expect(pod).toMatchObject({ ready: '1/1', status: 'Running', restarts: 0, isReady: true })
      expect(pod.labels).toMatchObject({ app: 'micro-api', track: 'canary' })
    }
  })

  it('asks its Service which versions answer, and says what to expect', async () => {
    const ask = (request: object, who: 'viewer' | 'operator' = 'operator') =>
      probeService(home.as(who), {
        place: micro,
        request: { service: 'micro-api', path: '/test/test', ...request },
      })
    const version = { by: 'regex', pattern: 'V\\d+' }
    const probe = await ask({ count: 40, version })
    expect(probe).toMatchObject({ port: 19090, sent: 40, unanswered: 0, problem: null })
    expect(probe.expected).toEqual({ newReady: 2, oldReady: 2, othersReady: 0 })
    const told = new Map(probe.versions.map((one) => [one.version, one]))
    const [fresh, old] = [told.get('V3'), told.get('V1')]
    expect(fresh).toMatchObject({ byNew: fresh?.count, byOld: 0, statuses: [200] })
    expect(old).toMatchObject({ byOld: old?.count, byNew: 0 })
    expect((fresh?.count ?? 0) + (old?.count ?? 0)).toBe(40)
    await expect(ask({ version }, 'viewer')).rejects.toMatchObject({ code: 'Forbidden' })
    for (const refused of [
      { version, service: 'kubernetes' },
      { version, port: 1 },
      { version, count: 51 },
      { version, path: '/..%2f../secrets' },
      { version, headers: { 'Impersonate-User': 'root' } },
      { version: { by: 'regex', pattern: '(?=a)' } },
    ])
      await expect(ask(refused)).rejects.toMatchObject({ code: 'Invalid' })
  })

  it('refuses while paused what kubectl refuses', async () => {
    await expect(change('pause')).rejects.toThrow('deployments.apps "micro-api" is already paused')
    await expect(change('undo')).rejects.toThrow('you cannot rollback a paused deployment')
    await expect(change('restart')).rejects.toThrow(
      "can't restart paused deployment (run rollout resume first)",
    )
  })

  it('goes on, and back to the revision before', async () => {
    expect((await change('resume')).message).toBe('deployment.apps/micro-api resumed')
    await expect(change('resume')).rejects.toThrow('is not paused')
    await linesUntilDone()
    const view = await look()
    expect(view.pods.map(({ labels }) => labels.track)).toEqual(['canary', 'canary', 'canary'])
    expect((await change('undo')).message).toBe('deployment.apps/micro-api rolled back')
    await linesUntilDone()
    const back = await look()
    expect(back.containers[0]?.image).toBe(`${registry}:1.1-SNAPSHOT`)
    expect(back.pods.map(({ labels }) => labels.track)).toEqual([undefined, undefined, undefined])
    expect(back.revision).toBe(4)
    const same = await change('undo', { revision: 4 })
    expect([same.changed, same.message]).toEqual([
      false,
      'deployment.apps/micro-api skipped rollback (current template already matches revision 4)',
    ])
    const told = await home.database.db.auditEvent.findMany({
      where: { targetName: 'test/rolling/micro-api' },
      orderBy: { at: 'asc' },
    })
    expect(told.map(({ action }) => action)).toEqual([
      'scale',
      'setImage',
      'pauseRollout',
      'resumeRollout',
      'undoRollout',
    ])
  })
})

/** A Deployment of its own beside the demo's. */
async function deploy(name: string, more: { metadata?: object; spec?: object; container?: object } = {}) {
  const labels = { app: name }
  const container = { name: 'main', image: `registry.example.com/${name}:1.0.0`, ...more.container }
  const spec = {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    ...more.spec,
  }
  const metadata = { name, namespace: 'rolling', ...more.metadata }
  const object: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }
  await client.apply(object, { force: true })
  return { ...micro, deployment: name }
}

describe('why it is stuck', () => {
  it('names the pods of an image that cannot be pulled, and blames the new ones', async () => {
    const place = await deploy('unpulled')
    await linesUntilDone(place)
    await change('set-image', { images: { main: 'registry.example.com/missing:2' } }, place)
    await vi.waitFor(async () => {
      const { causes, pods } = await look(place)
      const fresh = pods.filter(({ version }) => version === 'new').map(({ name }) => name)
      expect(causes).toMatchObject([{ cause: 'imagePull', version: 'new', container: 'main' }])
      expect(causes[0]?.pods).toEqual(fresh)
      expect(causes[0]?.message).toContain('registry.example.com/missing:2')
    }, soon)
    expect((await look(place)).counts.available).toBe(2)
    await change('undo', {}, place)
    await linesUntilDone(place)
    expect((await look(place)).causes).toEqual([])
  })

  it('says what the readiness probe said', async () => {
    const readinessProbe = { httpGet: { path: '/nowhere', port: 1 }, periodSeconds: 1, failureThreshold: 1 }
    const place = await deploy('unready', {
      container: { readinessProbe },
      spec: { progressDeadlineSeconds: 3 },
    })
    await vi.waitFor(async () => {
      const { causes, state } = await look(place)
      expect(causes[0]).toMatchObject({ cause: 'readiness', reason: 'Unhealthy', container: 'main' })
      expect(causes[0]?.message).toMatch(/^Readiness probe failed/)
      expect(state).toBe('failed')
    }, soon)
    expect((await look(place)).sentence).toBe('deployment "unready" exceeded its progress deadline')
  })
})

describe('what is refused', () => {
  it('a change of what is no longer what was seen, naming each field', async () => {
    const place = await deploy('seen')
    const { uid } = await look(place)
    await change('scale', { replicas: 3 }, place)
    const seen = { uid, replicas: 2, images: { main: 'registry.example.com/seen:1.0.0' } }
    await expect(change('scale', { replicas: 4, seen }, place)).rejects.toMatchObject({
      code: 'Conflict',
      message: expect.stringContaining('spec.replicas is 3 by now, you saw 2'),
      details: { changes: [{ field: 'spec.replicas', seen: '2', now: '3' }] },
    })
    await expect(change('restart', { seen: { uid: 'another' } }, place)).rejects.toThrow('made anew')
  })

  it('what another tool keeps in step, until it is allowed', async () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop' }
    const place = await deploy('tracked', { metadata: { annotations } })
    await expect(change('scale', { replicas: 1 }, place)).rejects.toMatchObject({
      code: 'Owned',
      message: expect.stringContaining('Argo CD'),
    })
    expect((await change('scale', { replicas: 1, allowManaged: true }, place)).changed).toBe(true)
  })

  it('a size that an autoscaler sets, until it is allowed', async () => {
    const place = await deploy('scaled')
    const spec = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
      minReplicas: 2,
      maxReplicas: 5,
    }
    const metadata = { name: 'scaled', namespace: 'rolling' }
    const autoscaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec }
    await client.apply(autoscaler, { force: true })
    expect((await look(place)).autoscaler).toEqual({ name: 'scaled', min: 2, max: 5 })
    await expect(change('scale', { replicas: 1 }, place)).rejects.toThrow('between 2 and 5 pods')
    expect((await change('scale', { replicas: 3, allowAutoscaled: true }, place)).changed).toBe(true)
  })

  it('to take away a baseline that requests go to', async () => {
    await saveLaneGroup(home.as('admin'), { name: 'mall', document: demoDocument('mall'), ifRevision: null })
    const place = { cluster: 'test', namespace: 'default', deployment: 'spring-cloud-a' }
    expect((await look(place)).groups).toEqual([{ group: 'mall', application: 'spring-cloud-a', lane: null }])
    await expect(change('scale', { replicas: 0 }, place)).rejects.toThrow('is the baseline of application')
  })

  it('values that Kubernetes would not take, by field', async () => {
    const place = await deploy('strategic')
    const bad = { maxSurge: '0%', maxUnavailable: 0 }
    await expect(change('strategy', bad, place)).rejects.toMatchObject({ code: 'Invalid' })
    const short = { minReadySeconds: 30, progressDeadlineSeconds: 30 }
    await expect(change('strategy', short, place)).rejects.toThrow('more than minReadySeconds')
    await expect(change('set-image', { images: { other: 'a:1' } }, place)).rejects.toThrow(
      'unable to find container named "other"',
    )
    await change('strategy', { maxSurge: '50%', maxUnavailable: 0 }, place)
    expect((await look(place)).strategy).toMatchObject({
      maxSurge: '50%',
      surge: 1,
      unavailable: 0,
      least: 2,
    })
    await expect(change('undo', {}, place)).rejects.toThrow(
      'no rollout history found for deployment "strategic"',
    )
  })
})

it('pauses at the first step by itself', async () => {
  const place = await deploy('canary', { spec: { replicas: 4, minReadySeconds: 1 } })
  await linesUntilDone(place)
  const images = { main: 'registry.example.com/canary:2.0.0' }
  const { message, rollout } = await change(
    'set-image',
    { images, pauseAtFirstStep: true, changeCause: 'try 2' },
    place,
  )
  expect(message).toBe('deployment.apps/canary image updated, and paused at its first step')
  expect(rollout.paused).toBe(true)
  expect(rollout.revisions[0]).toMatchObject({ isNew: true, changeCause: 'try 2' })
  await vi.waitFor(async () => expect((await look(place)).shares[0]?.newReady).toBe(2), soon)
  expect((await look(place)).shares).toEqual([{ service: null, newReady: 2, oldReady: 3, othersReady: 0 }])
})
