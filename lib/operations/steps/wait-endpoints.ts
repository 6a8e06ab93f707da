import { type ObjectRef, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { readyEndpoints } from '@/lib/k8s/ready-endpoints'
import { failpoint } from '@/lib/operations/failpoint'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { waitUntil } from '@/lib/operations/wait-until'
import { say } from '@/lib/words/sentence'

/** The pods are ready already; the controller only has to write down their addresses. */
const patienceMs = 120_000
/** It mostly takes moments; only what takes longer is called waiting. */
const quietMs = 3_000

/** Waits until each Service that gets a route has an address, and until registries had time to learn of the others. */
export async function waitEndpoints(run: Run): Promise<void> {
  const { log } = run
  const { desired } = await replan(run)
  const services = desired.items.filter(({ wait }) => wait === 'endpoints').map(({ object }) => refOf(object))
  const delayMs = registryDelayMs(run)
  if (services.length === 0 && delayMs <= 0) {
    log.step('wait-endpoints', 'skipped')
    return log.commit()
  }
  log.step('wait-endpoints', 'running')
  failpoint('endpoints-awaited')
  await Promise.all([waitServices(run, services), waitRegistry(run, delayMs)])
  run.compared = null
  log.step('wait-endpoints', 'succeeded')
  log.operation({ state: 'running', error: null })
  await log.commit()
}

async function waitServices(run: Run, services: readonly ObjectRef[]): Promise<void> {
  const { client, group, log, keeper } = run
  const slices = client.cache({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    namespace: group.namespace,
  })
  const end = performance.now() + patienceMs
  const sayAt = performance.now() + quietMs
  await waitUntil({
    watched: [slices],
    signal: keeper.signal,
    check: () => {
      const empty = services.filter((service) => {
        const count = readyEndpoints(slices.list(), service.name)
        log.object(
          'wait-endpoints',
          service,
          count > 0 ? 'ready' : 'waiting',
          say('progress.endpoints', { count }),
        )
        return count === 0
      })
      const [first] = empty
      if (first === undefined) return true
      if (performance.now() > end) throw notServed(log, first)
      if (performance.now() >= sayAt) log.operation({ state: 'waiting', error: null })
      return (performance.now() < sayAt ? sayAt : end) - performance.now()
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
