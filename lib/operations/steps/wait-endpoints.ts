import { type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { readyEndpoints } from '@/lib/k8s/ready-endpoints'
import { ChangedMeanwhile } from '@/lib/operations/changed-meanwhile'
import { failpoint } from '@/lib/operations/failpoint'
import { goneSince, type Standing } from '@/lib/operations/gone-since'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { waitUntil } from '@/lib/operations/wait-until'
import type { Wait } from '@/lib/plan/types'
import { say } from '@/lib/words/sentence'

/** The pods are ready already; the controller only has to write down their addresses. */
const patienceMs = 120_000
/** It mostly takes moments; only what takes longer is called waiting. */
const quietMs = 3_000
/** What the watch has not shown yet may never have been there. */
const askAgainMs = 1_000

/** Waits until each Service that gets a route has an address, and until registries had time to learn of the others. */
export async function waitEndpoints(run: Run): Promise<void> {
  const { log } = run
  const { desired, live } = await replan(run)
  const uids = new Map(live.objects.map((object) => [refKey(refOf(object)), object.metadata.uid ?? null]))
  const standing = (wanted: Wait): Standing[] =>
    desired.items
      .filter(({ wait }) => wait === wanted)
      .map(({ object }) => ({ ref: refOf(object), uid: uids.get(refKey(refOf(object))) ?? null }))
  const services = standing('endpoints')
  const delayMs = registryDelayMs(run)
  if (services.length === 0 && delayMs <= 0) {
    log.step('wait-endpoints', 'skipped')
    return log.commit()
  }
  log.step('wait-endpoints', 'running')
  failpoint('endpoints-awaited')
  await Promise.all([waitServices(run, services, standing('available')), waitRegistry(run, delayMs)])
  run.compared = null
  log.step('wait-endpoints', 'succeeded')
  log.operation({ state: 'running', error: null })
  await log.commit()
}

/** Raises ChangedMeanwhile when somebody took away a Service or a workload whose pods are waited for. */
async function waitServices(
  run: Run,
  services: readonly Standing[],
  workloads: readonly Standing[],
): Promise<void> {
  const { client, log, keeper } = run
  const { namespace } = run.group
  const slices = client.cache({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace })
  const holders = [
    { cache: client.cache({ apiVersion: 'v1', kind: 'Service', namespace }), all: services },
    { cache: client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace }), all: workloads },
  ]
  const isGone = goneSince(performance.now())
  const isOneGone = () => holders.some(({ cache, all }) => all.some((one) => isGone(one, cache.get(one.ref))))
  const end = performance.now() + patienceMs
  const sayAt = performance.now() + quietMs
  await waitUntil({
    watched: [slices, ...holders.map(({ cache }) => cache)],
    signal: keeper.signal,
    check: () => {
      const empty = services.filter(({ ref }) => {
        const count = readyEndpoints(slices.list(), ref.name)
        log.object(
          'wait-endpoints',
          ref,
          count > 0 ? 'ready' : 'waiting',
          say('progress.endpoints', { count }),
        )
        return count === 0
      })
      const [first] = empty
      if (first === undefined) return true
      if (isOneGone()) throw new ChangedMeanwhile('gone')
      if (performance.now() > end) throw notServed(log, first.ref)
      if (performance.now() < sayAt) return sayAt - performance.now()
      log.operation({ state: 'waiting', error: null })
      return Math.min(askAgainMs, end - performance.now())
    },
  })
}

function notServed(log: Run['log'], service: ObjectRef): AppError {
  const words = say('progress.noEndpoint', { name: service.name })
  log.object('wait-endpoints', service, 'failed', words)
  return new AppError('ApplyFailed', words, { details: { ...service } })
}

/** What is found through a registry has no endpoints to watch, so a time is waited for. */
async function waitRegistry({ keeper }: Run, delayMs: number): Promise<void> {
  const end = performance.now() + delayMs
  await waitUntil({
    watched: [],
    signal: keeper.signal,
    check: () => performance.now() >= end || end - performance.now(),
  })
}

/** Counted from when the workloads were available; nothing when they were not touched. */
function registryDelayMs({ target, operation, log }: Run): number {
  const seconds = target.spec.registryDelaySeconds ?? 0
  if (seconds === 0 || !log.hasWorked('workloads')) return 0
  const startedAt = operation.steps.find(({ name }) => name === 'wait-endpoints')?.startedAt
  const passed = startedAt ? Date.now() - startedAt.getTime() : 0
  return Math.max(0, seconds * 1000 - passed)
}
