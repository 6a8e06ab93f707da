import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deployment, startTestCluster, type TestCluster, until } from './runtime-for-tests'
import type { EndpointSlice } from './shapes/endpoint-slice'
import type { Pod } from './shapes/pod'
import type { Deployment, ReplicaSet, WorkloadCondition } from './shapes/workload'
import { type Kind, kinds } from './store/kinds'
import type { DraftObject, KubeObject } from './store/object'

type Occurrence = KubeObject & {
  type: string
  reason: string
  message: string
  reportingComponent: string
  involvedObject: { kind: string }
}

type WatchEvent = { type: string; object: KubeObject }

/** The events of one recording without its bookmarks. */
function recorded(name: string): WatchEvent[] {
  const file = path.join(import.meta.dirname, 'testdata/watches', `${name}.json`)
  const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: WatchEvent[] }
  return events.filter(({ type }) => type !== 'BOOKMARK')
}

const deployments = recorded('watch-01-deployments-create-and-update')
const replicaSets = recorded('watch-02-replicasets')
const pods = recorded('watch-03-pods')
const events = recorded('watch-04-events')
const slices = recorded('watch-05-endpointslices')

let cluster: TestCluster
let seen: (WatchEvent & { kind: Kind })[]

function startRecording(): void {
  seen = []
  cluster.store.subscribe(({ type, kind, object }) => {
    if (object.metadata.namespace === 'default') seen.push({ type, kind, object })
  })
}

const of = (kind: Kind): WatchEvent[] => seen.filter((event) => event.kind === kind)

/** The object of a recording as a user would have sent it. */
function asSent(name: string, object: KubeObject | undefined): DraftObject {
  if (object === undefined) throw new Error(`${name} is empty`)
  const { apiVersion, kind, spec } = structuredClone(object)
  return { apiVersion, kind, metadata: { name: object.metadata.name, namespace: 'default' }, spec }
}

const service: DraftObject = {
  metadata: { name: 'micro-api', namespace: 'default' },
  spec: {
    selector: { app: 'micro-api' },
    ports: [{ name: 'http', port: 19090, targetPort: 9090, protocol: 'TCP' }],
  },
}

/** Conditions without their times. */
const worded = (conditions: readonly WorkloadCondition[] = []) =>
  conditions.map(({ type, status, reason, message }) => [type, status, reason, message])

/** Names of generated objects by the order in which their ReplicaSets came: rs1, rs1-pod. */
function naming(list: readonly WatchEvent[]): (text: string) => string {
  const names = [
    ...new Set(
      list.filter(({ object }) => object.kind === 'ReplicaSet').map(({ object }) => object.metadata.name),
    ),
  ]
  return (text) =>
    names.reduce(
      (result, name, index) =>
        result
          .replace(new RegExp(`${name}-[a-z0-9]{5}`, 'g'), `rs${index + 1}-pod`)
          .replaceAll(name, `rs${index + 1}`),
      text,
    )
}

/**
 * Availability counts whole seconds: pods that become ready on two sides of a second are available one after the other,
 * and the last two old pods then go in two steps. The recording shows one; two are told as one.
 */
function oneStepDown(lines: readonly string[]): string[] {
  const split = lines.some((line) => line.includes('rs1 from 2 to 1'))
  if (!split) return [...lines]
  return lines.flatMap((line) => {
    if (line.includes('rs1 from 1 to 0')) return []
    return [line.replace('rs1 from 2 to 1', 'rs1 from 2 to 0')]
  })
}

/** Consecutive equal lines once. */
function steps(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== lines[index - 1])
}

/** A Deployment's event: all of its status, with the generated names made equal. */
function deploymentLine(rename: (text: string) => string, { type, object }: WatchEvent): string {
  const { metadata, status = {} } = object as Deployment
  const { conditions, ...counters } = status
  const revision = metadata.annotations?.['deployment.kubernetes.io/revision']
  const ordered = Object.fromEntries(Object.entries(counters).sort())
  const facts = { generation: metadata.generation, revision, ...ordered, conditions: worded(conditions) }
  return rename(`${type} ${JSON.stringify(facts)}`)
}

/** What each recording came to, for the table of the suite; the tests name theirs in their titles. */
const verdicts = new Map<string, 'agree' | 'differ'>()

afterEach(({ task }) => {
  for (const [name] of task.name.matchAll(/watch-\d\d/g)) {
    const agrees = task.result?.state !== 'fail' && verdicts.get(name) !== 'differ'
    verdicts.set(name, agrees ? 'agree' : 'differ')
  }
})

afterAll(() => {
  const rows = [...verdicts].sort().map(([name, verdict]) => `${verdict.padEnd(8)} ${name}`)
  const agreeing = [...verdicts.values()].filter((verdict) => verdict === 'agree').length
  process.stdout.write(`${rows.join('\n')}\n${agreeing} of ${verdicts.size} recorded watches agree\n`)
})

describe('a Deployment that is created and updated', () => {
  let rename: (text: string) => string
  const recordedNames = naming(replicaSets)

  beforeAll(async () => {
    cluster = await startTestCluster()
    startRecording()
    const [first] = deployments
    const updated = deployments.find(({ object }) => object.metadata.generation === 2)?.object as Deployment
    cluster.store.create(kinds.services, service, { manager: 'test' })
    cluster.store.create(kinds.deployments, asSent('watch-01', first?.object), { manager: 'test' })
    const complete = (revision: string) => () => {
      const { metadata, status } = deployment(cluster.store, 'micro-api')
      const progressing = status?.conditions?.find(({ type }) => type === 'Progressing')
      return (
        metadata.annotations?.['deployment.kubernetes.io/revision'] === revision &&
        progressing?.reason === 'NewReplicaSetAvailable' &&
        status?.availableReplicas === 3 &&
        status.replicas === 3 &&
        status.terminatingReplicas === 0
      )
    }
    await until(cluster.store, complete('1'))
    cluster.change(kinds.deployments, 'micro-api', (object) => ({ ...object, spec: updated.spec }))
    await until(cluster.store, complete('2'))
    rename = naming(of(kinds.replicaSets))
  })

  afterAll(() => cluster.close())

  it('watch-01: begins with the same four states of the Deployment', () => {
    const begin = (list: readonly WatchEvent[], names: (text: string) => string) =>
      list.slice(0, 4).map((event) => deploymentLine(names, event))
    expect(begin(of(kinds.deployments), rename)).toEqual(begin(deployments, recordedNames))
  })

  it('watch-01: ends each rollout in the same state', () => {
    const lastOf = (list: readonly WatchEvent[], generation: number, names: (text: string) => string) => {
      const last = list.filter(({ object }) => object.metadata.generation === generation).at(-1)
      return last === undefined ? '' : deploymentLine(names, last)
    }
    for (const generation of [1, 2]) {
      expect(lastOf(of(kinds.deployments), generation, rename)).toBe(
        lastOf(deployments, generation, recordedNames),
      )
    }
  })

  it('watch-01: goes through the same conditions', () => {
    const conditions = (list: readonly WatchEvent[], names: (text: string) => string) =>
      steps(
        list.map(({ object }) =>
          names(JSON.stringify(worded((object as Deployment).status?.conditions).sort())),
        ),
      )
    expect(conditions(of(kinds.deployments), rename)).toEqual(conditions(deployments, recordedNames))
  })

  it('watch-02: gives the ReplicaSets the same sizes, annotations and first states', () => {
    const sizes = (list: readonly WatchEvent[], names: (text: string) => string) => {
      const lines = (rs: string) =>
        steps(
          list
            .filter(({ object }) => names(object.metadata.name) === rs)
            .map(({ object }) =>
              JSON.stringify([(object as ReplicaSet).spec.replicas, object.metadata.annotations]),
            ),
        )
      // The step to 1 may be left out; see oneStepDown.
      return { rs1: lines('rs1').filter((line) => !line.startsWith('[1,')), rs2: lines('rs2') }
    }
    expect(sizes(of(kinds.replicaSets), rename)).toEqual(sizes(replicaSets, recordedNames))
    const first = (list: readonly WatchEvent[]) =>
      list.slice(0, 3).map(({ type, object }) => [type, (object as ReplicaSet).status])
    expect(first(of(kinds.replicaSets))).toEqual(first(replicaSets))
  })

  it('watch-03: leads each pod through the same states', () => {
    const lives = (list: readonly WatchEvent[], names: (text: string) => string) => {
      const byPod = new Map<string, string[]>()
      for (const { type, object } of list) {
        const { status, spec, metadata } = object as Pod
        const condition = (wanted: string) => status?.conditions?.find((one) => one.type === wanted)?.status
        const line = JSON.stringify([
          type === 'DELETED',
          status?.phase,
          spec.nodeName !== undefined,
          ['PodScheduled', 'Initialized', 'PodReadyToStartContainers', 'ContainersReady', 'Ready'].map(
            condition,
          ),
          Object.keys(status?.containerStatuses?.[0]?.state ?? {}),
          metadata.deletionTimestamp !== undefined,
        ])
        byPod.set(metadata.name, [...(byPod.get(metadata.name) ?? []), line])
      }
      // The binding is one commit on a real server; what matters is what comes after it.
      const bound = (line: string) => !line.includes('true,[null')
      return [...byPod].map(([name, lines]) => [names(name), ...steps(lines.filter(bound))].join('\n')).sort()
    }
    expect(lives(of(kinds.pods), rename)).toEqual(lives(pods, recordedNames))
  })

  it('watch-04: tells the same events in the same words, the controllers in the same order', () => {
    const told = (list: readonly WatchEvent[], names: (text: string) => string, component: string) =>
      list
        .map(({ object }) => object as Occurrence)
        .filter(({ reportingComponent }) => reportingComponent === component)
        .map(({ type, reason, message, involvedObject }) => {
          const text = message
            .replace(/ \(fake\)$| in \d+ms.*$/, '')
            .replace(/rec\/|default\//, '')
            .replace(/(fake|sandbox)-node-\d/, 'node')
          return names([type, involvedObject.kind, reason, text].join(' | '))
        })
    const own = of(kinds.events)
    expect(oneStepDown(told(own, rename, 'deployment-controller'))).toEqual(
      told(events, recordedNames, 'deployment-controller'),
    )
    for (const component of ['replicaset-controller', 'kubelet', 'default-scheduler']) {
      expect(told(own, rename, component).sort()).toEqual(told(events, recordedNames, component).sort())
    }
  })

  it('watch-05: begins with an empty slice and ends each address as ready, then terminating, then gone', () => {
    const first = of(kinds.endpointSlices)[0]?.object as EndpointSlice | undefined
    const recordedFirst = slices[0]?.object as EndpointSlice | undefined
    expect([first?.endpoints, first?.ports, first?.addressType]).toEqual([
      recordedFirst?.endpoints,
      recordedFirst?.ports,
      recordedFirst?.addressType,
    ])
    expect(first?.metadata.labels).toEqual(recordedFirst?.metadata.labels)
    const lives = (list: readonly WatchEvent[], names: (text: string) => string) => {
      const byPod = new Map<string, string[]>()
      for (const { object } of list) {
        for (const { targetRef, conditions } of (object as EndpointSlice).endpoints ?? []) {
          const name = targetRef?.name ?? ''
          byPod.set(name, [...(byPod.get(name) ?? []), JSON.stringify(conditions)])
        }
      }
      return [...byPod].map(([name, lines]) => [names(name), ...steps(lines)].join(' ')).sort()
    }
    expect(lives(of(kinds.endpointSlices), rename)).toEqual(lives(slices, recordedNames))
    const last = of(kinds.endpointSlices).at(-1)?.object as EndpointSlice | undefined
    expect(last?.ports).toEqual((slices.at(-1)?.object as EndpointSlice | undefined)?.ports)
  })
})

describe('other lives', () => {
  beforeEach(async () => {
    cluster = await startTestCluster()
    startRecording()
  })

  afterEach(() => cluster.close())

  it('watch-06: deletes a Deployment in the foreground in the same states', async () => {
    const list = recorded('watch-06-deployment-foreground-delete')
    cluster.store.create(kinds.deployments, asSent('watch-06', list[0]?.object), { manager: 'test' })
    await cluster.available('micro-api')
    const before = seen.length
    cluster.store.remove(kinds.deployments, 'default', 'micro-api', { propagationPolicy: 'Foreground' })
    await until(
      cluster.store,
      () => cluster.store.get(kinds.deployments, 'default', 'micro-api') === undefined,
    )
    const deleting = (events: readonly WatchEvent[]) =>
      steps(
        events
          .filter(({ object }) => object.metadata.deletionTimestamp !== undefined)
          .map(({ type, object }) => {
            const { replicas, availableReplicas, terminatingReplicas } = (object as Deployment).status ?? {}
            const finalizers = type === 'DELETED' ? [] : object.metadata.finalizers
            return JSON.stringify([type, finalizers, replicas, availableReplicas, terminatingReplicas])
          }),
      )
    const own = seen.slice(before).filter(({ kind }) => kind === kinds.deployments)
    expect(deleting(own)).toEqual(deleting(list))
    expect(cluster.store.list(kinds.replicaSets, { namespace: 'default' })).toEqual([])
    expect(cluster.store.list(kinds.pods, { namespace: 'default' })).toEqual([])
  })

  it('watch-07 and watch-08: waits for an image that cannot be pulled, and misses the deadline', async () => {
    const waits = recorded('watch-07-pods-imagepullbackoff')
    const missed = recorded('watch-08-deployment-progress-deadline')
    cluster.store.create(kinds.deployments, asSent('watch-08', missed[0]?.object), { manager: 'test' })
    const exceeded = () =>
      deployment(cluster.store, 'broken').status?.conditions?.some(
        ({ reason }) => reason === 'ProgressDeadlineExceeded',
      ) === true
    await until(cluster.store, exceeded)
    const waiting = (list: readonly WatchEvent[]) =>
      steps(
        list.map(({ object }) => {
          const [container] = (object as Pod).status?.containerStatuses ?? []
          const { reason, message } = container?.state.waiting ?? {}
          return JSON.stringify([reason, message, (object as Pod).status?.podIP !== undefined])
        }),
      )
    expect(waiting(of(kinds.pods))).toEqual(waiting(waits))
    const rename = naming(of(kinds.replicaSets))
    // The recording has no ReplicaSets beside it; its name stands in the messages.
    const recordedRename = (text: string) => text.replaceAll('broken-c79cf9865', 'rs1')
    const lines = (list: readonly WatchEvent[], names: (text: string) => string) =>
      list.map((event) => deploymentLine(names, event))
    expect(lines(of(kinds.deployments), rename)).toEqual(lines(missed, recordedRename))
  })
})
