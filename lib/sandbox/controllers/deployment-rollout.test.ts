import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deployment, startTestCluster, type TestCluster, until } from '@/lib/sandbox/runtime-for-tests'
import { isPodActive, isPodReady, listPods } from '@/lib/sandbox/shapes/pod'
import { type Deployment, listReplicaSets, type ReplicaSet } from '@/lib/sandbox/shapes/workload'
import { kinds, listKinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { revisionOf } from './deployment-annotations'
import { totalWanted } from './deployment-numbers'
import { isComplete } from './deployment-status'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startTestCluster()
})

afterAll(() => cluster.close())

function create(name: string, spec: Record<string, unknown> = {}): void {
  const labels = { app: name }
  const containers = [{ name: 'c', image: 'example.com/plain:1', ports: [{ containerPort: 8080 }] }]
  const draft = {
    metadata: { name, namespace: 'default' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      ...spec,
    },
  }
  cluster.store.create(kinds.deployments, draft, { manager: 'test' })
}

function edit(name: string, change: (spec: Deployment['spec']) => void): void {
  cluster.change(kinds.deployments, name, (object) => {
    const copy = structuredClone(object) as Deployment
    change(copy.spec)
    return copy
  })
}

function setImage(name: string, image: string): void {
  edit(name, (spec) => {
    for (const container of spec.template.spec.containers) container.image = image
  })
}

const own = (name: string): ReplicaSet[] =>
  listReplicaSets(cluster.store, { namespace: 'default', labels: (labels) => labels.app === name }).toSorted(
    (left, right) => revisionOf(left) - revisionOf(right),
  )

const podsOf = (name: string) =>
  listPods(cluster.store, { namespace: 'default', labels: (labels) => labels.app === name })

const completed = (name: string) =>
  until(
    cluster.store,
    () => {
      const object = deployment(cluster.store, name)
      return isComplete(object, object.status) && (object.status?.terminatingReplicas ?? 0) === 0
    },
    () => `${name}: ${JSON.stringify(deployment(cluster.store, name).status)}`,
  )

const conditionOf = (name: string, type: string) =>
  deployment(cluster.store, name).status?.conditions?.find((condition) => condition.type === type)

type Told = KubeObject & {
  message: string
  lastTimestamp: string
  involvedObject: { kind: string; name: string }
}

/** The events of one Deployment in the order in which they were told. */
const eventsOf = (name: string): Told[] =>
  (cluster.store.list(kinds.events, { namespace: 'default' }) as Told[])
    .filter(({ involvedObject }) => involvedObject.kind === 'Deployment' && involvedObject.name === name)
    .toSorted((left, right) => Number(left.metadata.resourceVersion) - Number(right.metadata.resourceVersion))

/** Watches one Deployment: the lowest number of ready pods, the highest number of pods that its ReplicaSets wanted. */
function bounds(name: string) {
  const seen = { ready: Number.POSITIVE_INFINITY, wanted: 0 }
  const stop = cluster.store.subscribe(({ kind }) => {
    if (kind === kinds.replicaSets) seen.wanted = Math.max(seen.wanted, totalWanted(own(name)))
    if (kind !== kinds.pods) return
    seen.ready = Math.min(seen.ready, podsOf(name).filter(isPodActive).filter(isPodReady).length)
  })
  return { seen, stop }
}

describe('rolling update', () => {
  it('keeps to the bounds with numbers and percents', async () => {
    const cases = [
      { name: 'numbers', replicas: 4, maxSurge: 2, maxUnavailable: 0, most: 6, least: 4 },
      { name: 'percents', replicas: 5, maxSurge: '30%', maxUnavailable: '30%', most: 7, least: 4 },
      { name: 'no-surge', replicas: 3, maxSurge: 0, maxUnavailable: 1, most: 3, least: 2 },
    ]
    await Promise.all(
      cases.map(async ({ name, replicas, maxSurge, maxUnavailable, most, least }) => {
        create(name, { replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } })
        await completed(name)
        const watch = bounds(name)
        setImage(name, 'example.com/plain:2')
        await completed(name)
        watch.stop()
        expect({ name, ...watch.seen }).toEqual({ name, wanted: most, ready: least })
      }),
    )
  })

  it('counts a pod as available, and goes on, only minReadySeconds after it became ready', async () => {
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 }
    create('patient', { replicas: 1, minReadySeconds: 1, strategy: { rollingUpdate } })
    await completed('patient')
    let before = 0
    const stop = cluster.store.subscribe(({ kind }) => {
      if (kind !== kinds.replicaSets) return
      const [old, next] = own('patient')
      const { readyReplicas = 0, availableReplicas = 0 } = next?.status ?? {}
      if (readyReplicas === 1 && availableReplicas === 0 && old?.spec.replicas === 1) before += 1
    })
    setImage('patient', 'example.com/plain:2')
    await completed('patient')
    stop()
    expect(before).toBeGreaterThan(0)
    const [pod] = podsOf('patient')
    const ready = pod?.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? ''
    const gone = eventsOf('patient').find(({ message }) => /Scaled down .* from 1 to 0/.test(message))
    expect(Date.parse(gone?.lastTimestamp ?? '') - Date.parse(ready)).toBeGreaterThanOrEqual(1_000)
  })

  it('gives an old template the next revision and remembers the one it had', async () => {
    create('undo')
    await completed('undo')
    setImage('undo', 'example.com/plain:2')
    await completed('undo')
    setImage('undo', 'example.com/plain:1')
    await completed('undo')
    expect(own('undo').map(revisionOf)).toEqual([2, 3])
    expect(own('undo').at(-1)?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision-history': '1',
    })
  })

  it('keeps as many old ReplicaSets as the history limit says', async () => {
    create('history', { revisionHistoryLimit: 1 })
    for (const tag of ['2', '3', '4']) {
      await completed('history')
      setImage('history', `example.com/plain:${tag}`)
    }
    await completed('history')
    await until(cluster.store, () => own('history').length === 2)
    expect(own('history').map(revisionOf)).toEqual([3, 4])
    edit('history', (spec) => {
      spec.revisionHistoryLimit = 0
    })
    await until(cluster.store, () => own('history').length === 1)
    expect(own('history').map(revisionOf)).toEqual([4])
  })

  it('does not touch a healthy version for an image that cannot be pulled', async () => {
    create('stuck', { replicas: 2, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
    await completed('stuck')
    const watch = bounds('stuck')
    setImage('stuck', 'example.com/missing:2')
    const waits = () =>
      podsOf('stuck').some(
        (pod) => pod.status?.containerStatuses?.[0]?.state.waiting?.reason === 'ImagePullBackOff',
      )
    await until(cluster.store, waits)
    watch.stop()
    expect(watch.seen.ready).toBe(2)
    setImage('stuck', 'example.com/plain:1')
    await completed('stuck')
  })
})

describe('a rollout that stands still', () => {
  const stuck = async (name: string, spec: Record<string, unknown> = {}) => {
    const rollingUpdate = { maxSurge: 3, maxUnavailable: 2 }
    create(name, { replicas: 10, strategy: { rollingUpdate }, ...spec })
    await completed(name)
    setImage(name, 'example.com/missing:2')
    await until(
      cluster.store,
      () => sizes(name).join() === '8,5',
      () => sizes(name).join(),
    )
  }
  const sizes = (name: string) => own(name).map(({ spec }) => spec.replicas)

  it('is scaled up and down in proportion, as in the documentation', async () => {
    await stuck('proportional')
    edit('proportional', (spec) => {
      spec.replicas = 15
    })
    await until(
      cluster.store,
      () => sizes('proportional').join() === '11,7',
      () => sizes('proportional').join(),
    )
    edit('proportional', (spec) => {
      spec.replicas = 5
    })
    await until(
      cluster.store,
      () => sizes('proportional').join() === '5,3',
      () => sizes('proportional').join(),
    )
    setImage('proportional', 'example.com/plain:3')
    await completed('proportional')
    expect(sizes('proportional')).toEqual([0, 0, 5])
  })

  it('keeps both ReplicaSets while it is paused, scales both, and goes on when it is resumed', async () => {
    await stuck('two')
    edit('two', (spec) => {
      spec.paused = true
    })
    await until(cluster.store, () => conditionOf('two', 'Progressing')?.reason === 'DeploymentPaused')
    setImage('two', 'example.com/plain:3')
    edit('two', (spec) => {
      spec.replicas = 15
    })
    await until(
      cluster.store,
      () => sizes('two').join() === '11,7',
      () => sizes('two').join(),
    )
    edit('two', (spec) => {
      spec.paused = false
    })
    await completed('two')
    expect(sizes('two')).toEqual([0, 0, 15])
  })

  it('misses its deadline, says so, and recovers by an undo', async () => {
    create('late', { replicas: 2, progressDeadlineSeconds: 1 })
    await completed('late')
    setImage('late', 'example.com/missing:2')
    const reason = () => conditionOf('late', 'Progressing')?.reason
    await until(
      cluster.store,
      () => reason() === 'ProgressDeadlineExceeded',
      () => String(reason()),
    )
    expect(conditionOf('late', 'Progressing')).toMatchObject({
      status: 'False',
      message: `ReplicaSet "${own('late').at(-1)?.metadata.name}" has timed out progressing.`,
    })
    expect(conditionOf('late', 'Available')?.status).toBe('True')
    setImage('late', 'example.com/plain:1')
    await completed('late')
    await until(
      cluster.store,
      () => reason() === 'NewReplicaSetAvailable',
      () => String(reason()),
    )
    expect(own('late').map(revisionOf)).toEqual([2, 3])
  })

  it('says why its ReplicaSet can make no pods', async () => {
    create('refused', { replicas: 1 })
    await completed('refused')
    edit('refused', (spec) => {
      spec.template.spec.serviceAccountName = 'absent'
    })
    await until(cluster.store, () => conditionOf('refused', 'ReplicaFailure') !== undefined)
    expect(conditionOf('refused', 'ReplicaFailure')).toMatchObject({
      status: 'True',
      reason: 'FailedCreate',
      message: expect.stringContaining('error looking up service account default/absent'),
    })
  })
})

describe('pause and resume', () => {
  it('holds a template back, scales in proportion, and goes on', async () => {
    create('paused', { replicas: 4, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } })
    await completed('paused')
    edit('paused', (spec) => {
      spec.paused = true
    })
    setImage('paused', 'example.com/plain:2')
    const says = (reason: string) => () =>
      deployment(cluster.store, 'paused').status?.conditions?.some((one) => one.reason === reason) === true
    await until(cluster.store, says('DeploymentPaused'))
    expect(own('paused')).toHaveLength(1)
    edit('paused', (spec) => {
      spec.replicas = 6
    })
    await until(cluster.store, () => podsOf('paused').filter(isPodReady).length === 6)
    edit('paused', (spec) => {
      spec.paused = false
    })
    await completed('paused')
    expect(own('paused').map(({ spec }) => spec.replicas)).toEqual([0, 6])
  })
})

describe('Recreate', () => {
  it('starts no new pod while an old one is left', async () => {
    create('recreate', { replicas: 2, strategy: { type: 'Recreate' } })
    await completed('recreate')
    let images = 1
    const stop = cluster.store.subscribe(({ kind }) => {
      if (kind !== kinds.pods) return
      const present = new Set(podsOf('recreate').map(({ spec }) => spec.containers[0]?.image))
      images = Math.max(images, present.size)
    })
    setImage('recreate', 'example.com/plain:2')
    await completed('recreate')
    stop()
    expect(images).toBe(1)
    const told = eventsOf('recreate').map(({ message }) => message.replace(/recreate-\w+/, 'it'))
    expect(told.slice(1)).toEqual([
      'Scaled down replica set it from 2 to 0',
      'Scaled up replica set it from 0 to 2',
    ])
  })

  it('is scaled like any other while no template changes', async () => {
    create('recreate-size', { replicas: 1, strategy: { type: 'Recreate' } })
    await completed('recreate-size')
    edit('recreate-size', (spec) => {
      spec.replicas = 3
    })
    await completed('recreate-size')
    expect(own('recreate-size').map(({ spec }) => spec.replicas)).toEqual([3])
  })
})

describe('ReplicaSets', () => {
  it('replace a deleted pod, release one whose labels change, adopt one that matches', async () => {
    create('adopt', { replicas: 1 })
    await completed('adopt')
    const [first] = podsOf('adopt')
    if (first === undefined) throw new Error('no pod')
    const labels = { ...first.metadata.labels, app: 'released' }
    cluster.store.update(kinds.pods, { ...first, metadata: { ...first.metadata, labels } })
    await completed('adopt')
    const replacement = () => podsOf('adopt').some((pod) => isPodReady(pod))
    await until(cluster.store, replacement)
    const released = podsOf('released')[0]
    expect(released?.metadata.uid).toBe(first.metadata.uid)
    await until(cluster.store, () => podsOf('released')[0]?.metadata.ownerReferences === undefined)
    const now = podsOf('released')[0]
    if (now === undefined) throw new Error('the released pod is gone')
    cluster.store.update(kinds.pods, { ...now, metadata: { ...now.metadata, labels: first.metadata.labels } })
    await until(cluster.store, () => podsOf('adopt').filter(isPodActive).length === 1)
    expect(podsOf('adopt').filter(isPodActive)[0]?.metadata.ownerReferences?.[0]?.kind).toBe('ReplicaSet')
  })
})

describe('garbage', () => {
  it('goes with its owner in the background and stays as an orphan', async () => {
    create('background')
    create('orphaned')
    await Promise.all([completed('background'), completed('orphaned')])
    cluster.store.remove(kinds.deployments, 'default', 'background', { propagationPolicy: 'Background' })
    cluster.store.remove(kinds.deployments, 'default', 'orphaned', { propagationPolicy: 'Orphan' })
    await until(cluster.store, () => podsOf('background').length === 0 && own('background').length === 0)
    await until(cluster.store, () => own('orphaned')[0]?.metadata.ownerReferences === undefined)
    expect(cluster.store.get(kinds.deployments, 'default', 'orphaned')).toBeUndefined()
    expect(podsOf('orphaned').filter(isPodReady)).toHaveLength(1)
  })

  it('empties a namespace before it goes', async () => {
    const { store } = cluster
    store.create(kinds.namespaces, { metadata: { name: 'short' } })
    cluster.create(
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}',
      'short',
    )
    await until(store, () => listPods(store, { namespace: 'short' }).some(isPodReady))
    expect(store.get(kinds.serviceAccounts, 'short', 'default')).toBeDefined()
    const marked = store.remove(kinds.namespaces, undefined, 'short')
    expect(marked.status).toMatchObject({ phase: 'Terminating' })
    const left = () =>
      listKinds().flatMap((kind) =>
        kind.namespaced
          ? store.list(kind, { namespace: 'short' }).map(({ metadata }) => `${kind.plural}/${metadata.name}`)
          : [],
      )
    await until(
      store,
      () => store.get(kinds.namespaces, undefined, 'short') === undefined,
      () => `left: ${left().join(' ')}`,
    )
    expect(listPods(store, { namespace: 'short' })).toEqual([])
    expect(store.list(kinds.deployments, { namespace: 'short' })).toEqual([])
  })
})
