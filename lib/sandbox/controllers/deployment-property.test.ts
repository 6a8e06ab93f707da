import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ensureNamespace } from '@/lib/sandbox/demo/cluster-objects'
import { getPod, isPodActive, isPodReady, listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import {
  type Deployment,
  getDeployment,
  listReplicaSets,
  type ReplicaSet,
  wantedReplicas,
} from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { ObjectStore } from '@/lib/sandbox/store/object-store'
import type { StoreEvent } from '@/lib/sandbox/store/store'
import { startDeploymentController } from './deployment-controller'
import { wantsScaling } from './deployment-new-replica-set'
import { totalWanted } from './deployment-numbers'
import { isComplete } from './deployment-status'
import { kubeNow } from './kube-time'
import { controls } from './owner'
import { isPodAvailable } from './pod-availability'
import { startReplicaSetController } from './replica-set-controller'

const firstSeed = 1
const seedCount = 30
const changesEach = 14

/** Numbers from 0 to below 1 that a seed determines. */
function numbersOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * One Deployment under the real controllers in virtual time, with pods that take a random time to start and to end.
 * While `hurried` is false the controllers' turns are put off at random, so that they act on what is not yet counted.
 */
function startWorld(seed: number) {
  const random = numbersOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[below(values.length)] ?? values[0]
  vi.spyOn(Math, 'random').mockImplementation(random)
  let hurried = false
  const laziness = pick([0, 0.5, 0.8, 0.9])
  let turn = 0
  vi.spyOn(performance, 'now').mockImplementation(() => {
    if (!hurried && random() < laziness) turn += 100
    return turn
  })
  const store = new ObjectStore()
  ensureNamespace(store, 'default')

  const current = (): Deployment => {
    const deployment = getDeployment(store, 'default', 'web')
    if (deployment === undefined) throw new Error('the Deployment is gone')
    return deployment
  }
  const own = (): ReplicaSet[] =>
    listReplicaSets(store, { namespace: 'default' }).filter((replicaSet) => controls(current(), replicaSet))
  const pods = (replicaSet?: ReplicaSet): Pod[] =>
    listPods(store, { namespace: 'default' }).filter(
      (pod) => isPodActive(pod) && (replicaSet === undefined || controls(replicaSet, pod)),
    )
  /** Available pods of one ReplicaSet, by its own minReadySeconds. */
  const available = (replicaSet: ReplicaSet): number =>
    pods(replicaSet).filter((pod) => isPodAvailable(pod, replicaSet.spec.minReadySeconds ?? 0)).length
  const sum = (count: (replicaSet: ReplicaSet) => number) =>
    own().reduce((total, replicaSet) => total + count(replicaSet), 0)

  const setReady = (pod: Pod, ready: boolean) => {
    const status = ready ? ('True' as const) : ('False' as const)
    const condition = { type: 'Ready', status, lastProbeTime: null, lastTransitionTime: kubeNow() }
    const next = { ...pod, status: { ...pod.status, phase: 'Running' as const, conditions: [condition] } }
    store.update(kinds.pods, next, { subresource: 'status', manager: 'kubelet' })
  }
  const live = ({ type, kind, object }: StoreEvent) => {
    if (kind !== kinds.pods || type === 'DELETED') return
    const { name, uid, deletionTimestamp } = object.metadata
    const later = (milliseconds: number, act: (pod: Pod) => void) =>
      setTimeout(() => {
        const pod = getPod(store, 'default', name)
        if (pod?.metadata.uid === uid) act(pod)
      }, milliseconds)
    if (deletionTimestamp !== undefined)
      later(below(3_000), () => store.remove(kinds.pods, 'default', name, { gracePeriodSeconds: 0 }))
    else if (type === 'ADDED') {
      // One node for all: a ReplicaSet empties a crowded node first without asking what is available there.
      const bound = { ...object, spec: { ...(object as Pod).spec, nodeName: 'node' } }
      store.update(kinds.pods, bound, { subresource: 'binding' })
      later(100 + below(4_000), (pod) => {
        const cannotStart = pod.spec.containers[0]?.image?.includes('missing') === true
        if (isPodActive(pod) && !cannotStart) setReady(pod, true)
      })
    }
  }
  store.subscribe(live)
  const controllers = [startReplicaSetController(store), startDeploymentController(store)]

  return {
    store,
    random: { below, pick },
    current,
    own,
    pods,
    available,
    sum,
    setReady,
    /** Lets all act on what is known now, without putting it off; each turn takes a millisecond. */
    settle: () => {
      hurried = true
      vi.advanceTimersByTime(40)
      hurried = false
    },
    stop: () => {
      for (const controller of controllers) controller.stop()
      vi.clearAllTimers()
    },
  }
}

type World = ReturnType<typeof startWorld>

function createDeployment(world: World): void {
  const { below, pick } = world.random
  const labels = { app: 'web' }
  const containers = [{ name: 'c', image: 'example.com/web:0' }]
  const draft = {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 1 + below(6),
      revisionHistoryLimit: pick([0, 2, 10]),
      strategy: { rollingUpdate: bounds(world) },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  }
  world.store.create(kinds.deployments, draft, { manager: 'test' })
}

function bounds({ random: { pick } }: World) {
  const maxSurge = pick([0, 1, 2, 3, '25%', '34%', '50%'])
  const maxUnavailable = pick([0, 1, 2, '25%', '34%', '50%'])
  return maxSurge === 0 && maxUnavailable === 0
    ? { maxSurge: 1, maxUnavailable }
    : { maxSurge, maxUnavailable }
}

function edit({ store, current }: World, change: (spec: Deployment['spec']) => void): void {
  const copy = structuredClone(current())
  change(copy.spec)
  store.update(kinds.deployments, copy, { manager: 'test' })
}

/** What a change does to the promise that enough pods are available. */
type Change = { name: string; starts: 'afresh' | 'on' }

/** Makes one random change and says which. */
function changeSomething(world: World): Change {
  const { below, pick } = world.random
  const on = (name: string): Change => ({ name, starts: 'on' })
  const afresh = (name: string): Change => ({ name, starts: 'afresh' })
  const kind = pick([
    'image',
    'image',
    'replicas',
    'bounds',
    'pause',
    'ready',
    'label',
    'undo',
    'delete',
    'fail',
  ])
  switch (kind) {
    case 'image': {
      const image = pick(['web:0', 'web:1', 'web:2', 'web:3', 'missing:1'])
      edit(world, (spec) => {
        spec.template.spec.containers = [{ name: 'c', image: `example.com/${image}` }]
      })
      return on(`image ${image}`)
    }
    case 'replicas': {
      const replicas = below(9)
      edit(world, (spec) => {
        spec.replicas = replicas
      })
      return afresh(`replicas ${replicas}`)
    }
    case 'bounds': {
      const rollingUpdate = bounds(world)
      edit(world, (spec) => {
        spec.strategy = { type: 'RollingUpdate', rollingUpdate }
      })
      return afresh(`bounds ${JSON.stringify(rollingUpdate)}`)
    }
    case 'pause':
      edit(world, (spec) => {
        spec.paused = spec.paused !== true
      })
      // What is paused is scaled in proportion at once.
      return afresh(`paused ${world.current().spec.paused === true}`)
    case 'ready': {
      const minReadySeconds = below(4)
      edit(world, (spec) => {
        spec.minReadySeconds = minReadySeconds
      })
      world.settle()
      return afresh(`minReadySeconds ${minReadySeconds}`)
    }
    case 'label': {
      const track = pick(['a', 'b'])
      edit(world, (spec) => {
        spec.template.metadata = { labels: { app: 'web', track } }
      })
      return on(`label ${track}`)
    }
    case 'undo': {
      const [first, ...rest] = world.own()
      if (first === undefined) return on('nothing to undo')
      const { template } = pick([first, ...rest]).spec
      edit(world, (spec) => {
        const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {}
        spec.template = { ...structuredClone(template), metadata: { labels } }
      })
      return on('undo')
    }
    default: {
      const [first, ...rest] = world.pods()
      if (first === undefined) return on('no pod')
      const pod = pick([first, ...rest])
      if (kind === 'delete') world.store.remove(kinds.pods, 'default', pod.metadata.name)
      else world.setReady(pod, false)
      world.settle()
      return afresh(`${kind} a pod`)
    }
  }
}

/** The documented bounds: a surge rounds up, what may be missing rounds down, and one may be where neither allows any. */
function allowed({ spec }: Deployment): { least: number; most: number } {
  const { replicas = 1, strategy } = spec
  const { maxSurge = 0, maxUnavailable = 0 } = strategy?.rollingUpdate ?? {}
  const part = (value: number | string) =>
    typeof value === 'number' ? value : (Number.parseInt(value, 10) / 100) * replicas
  const [surge, unavailable] = [Math.ceil(part(maxSurge)), Math.floor(part(maxUnavailable))]
  const missing = surge === 0 && unavailable === 0 ? 1 : unavailable
  return { least: Math.max(0, replicas - missing), most: replicas + surge }
}

/** Watches every commit and every quiet moment; what breaks the rules is thrown with the seed and what was changed. */
function startWatching(world: World, told: () => string) {
  let wanted = 0
  let reached = false
  let active = 0
  const check = (holds: boolean, rule: string) => {
    if (!holds) throw new Error(`${rule}\n${told()}\n${describeWorld(world)}`)
  }
  const minAvailable = () => allowed(world.current()).least
  const most = () => allowed(world.current()).most
  const stay = (replicaSet: ReplicaSet) => Math.min(wantedReplicas(replicaSet), world.available(replicaSet))
  const scales = () => wantsScaling(world.current(), { latest: undefined, old: world.own() })
  let scaling = false
  let broken: unknown

  const observe = ({ type, kind, object, old }: StoreEvent) => {
    if (kind === kinds.deployments) scaling = scales()
    if (kind !== kinds.replicaSets) return
    // A template that is wanted again takes over what was said of readiness meanwhile.
    if (old !== undefined && minReadyOf(old) !== minReadyOf(object)) reached = false
    const total = totalWanted(world.own())
    check(total <= Math.max(wanted, most()), `${total} pods are wanted, ${most()} are allowed`)
    wanted = total
    const shrank =
      type === 'MODIFIED' && wantedReplicas(object as ReplicaSet) < wantedReplicas(old as ReplicaSet)
    const rolls = !scaling && world.current().spec.paused !== true
    if (shrank && rolls) {
      const kept = world.sum(stay)
      const before =
        kept -
        stay(object as ReplicaSet) +
        Math.min(wantedReplicas(old as ReplicaSet), world.available(object as ReplicaSet))
      check(
        kept >= Math.min(minAvailable(), before),
        `${kept} of ${before} available pods are kept, ${minAvailable()} must be`,
      )
    }
    if (!scales()) scaling = false
  }
  world.store.subscribe((event) => {
    try {
      observe(event)
    } catch (error) {
      broken ??= error
    }
  })

  return {
    afresh: () => {
      reached = false
    },
    /** At a moment when all have acted. */
    quiet: () => {
      world.settle()
      if (broken !== undefined) throw broken
      const have = world.pods().length
      check(have <= Math.max(active, most()), `${have} pods are there, ${most()} are allowed`)
      active = have
      const enough = world.sum(world.available) >= minAvailable()
      check(enough || !reached, `${world.sum(world.available)} pods are available, ${minAvailable()} must be`)
      reached = enough
    },
  }
}

const minReadyOf = (object: KubeObject) => (object as ReplicaSet).spec.minReadySeconds ?? 0

function describeWorld(world: World): string {
  const { spec, status } = world.current()
  const sets = world.own().map((replicaSet) => {
    const image = replicaSet.spec.template.spec.containers[0]?.image
    const counts = `${world.available(replicaSet)} available of ${world.pods(replicaSet).length} pods`
    return `${replicaSet.metadata.name} ${image}: wants ${replicaSet.spec.replicas}, ${counts}; ${JSON.stringify(replicaSet.status)} ${JSON.stringify(replicaSet.metadata.annotations)}`
  })
  return [JSON.stringify({ ...spec, template: undefined }), JSON.stringify(status), ...sets].join('\n')
}

function converged(world: World): boolean {
  const deployment = world.current()
  const others = world.own().filter((replicaSet) => wantedReplicas(replicaSet) > 0)
  return (
    isComplete(deployment, deployment.status) &&
    others.length <= 1 &&
    world.pods().length === wantedReplicas(deployment) &&
    world.pods().every(isPodReady)
  )
}

function live(seed: number): string[] {
  const changes: string[] = []
  const world = startWorld(seed)
  const told = () => [`seed ${seed}`, ...changes].join('\n')
  try {
    createDeployment(world)
    const watch = startWatching(world, told)
    const pass = (milliseconds: number) => {
      for (let left = milliseconds; left > 0; left -= 250) {
        vi.advanceTimersByTime(Math.min(left, 250))
        watch.quiet()
      }
    }
    pass(world.random.below(8_000))
    for (let count = 0; count < changesEach; count += 1) {
      const change = changeSomething(world)
      changes.push(change.name)
      if (change.starts === 'afresh') watch.afresh()
      pass(1 + world.random.below(6_000))
    }
    edit(world, (spec) => {
      spec.paused = false
      spec.template.spec.containers = [{ name: 'c', image: 'example.com/web:last' }]
    })
    // A pod that was made to fail stays unready, as its probe would keep it: its replacement is what counts.
    for (let seconds = 0; seconds < 180 && !converged(world); seconds += 1) pass(1_000)
    if (!converged(world)) throw new Error(`does not converge\n${told()}\n${describeWorld(world)}`)
    return changes
  } finally {
    world.stop()
  }
}

describe('random changes of a Deployment', () => {
  beforeEach(() => {
    vi.useFakeTimers({
      now: Date.parse('2026-11-21T10:00:00Z'),
      toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date'],
    })
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('keep the bounds at every step and converge', () => {
    process.stdout.write(`Deployment property: seeds ${firstSeed} to ${firstSeed + seedCount - 1}\n`)
    for (let seed = firstSeed; seed < firstSeed + seedCount; seed += 1) live(seed)
  }, 60_000)

  it('are the same for the same seed', () => {
    expect(live(firstSeed)).toEqual(live(firstSeed))
  })
})
