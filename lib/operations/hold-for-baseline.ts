import { findPushedDocument } from '@/lib/db/operation-target'
import { at } from '@/lib/domain/json'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import type { OperationKind, StepName } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { type BaselineNeed, baselineNeeds } from '@/lib/plan/baseline-needs'
import type { LiveState } from '@/lib/plan/types'
import { deploymentRef } from '@/lib/plan/version-input'
import { say } from '@/lib/words/sentence'
import { guardWhileWaiting } from './guard-while-waiting'
import { replan } from './replan'
import type { Run } from './run'
import { changesOf } from './step-changes'
import { waitUntil } from './wait-until'

/** As long as a Deployment is given by default to get on. */
const patienceMs = 600_000

/** Who leaves a lane in need waits for one pod, not for enough of them. */
const urgent: ReadonlySet<OperationKind> = new Set(['abort', 'rollback'])

/**
 * Before routes move requests from a lane's ready pods to the baseline: waits until the baseline has pods enough for them,
 * and says so. What the console does by itself only leaves pods that answer nothing, so it waits for nobody.
 */
export async function holdForBaseline(run: Run, step: StepName): Promise<void> {
  if (run.operation.kind === 'guard') return
  const { plan, live } = await replan(run)
  if (changesOf(plan, step).length === 0) return
  const before = (await findPushedDocument(run.db, run.group.id))?.document ?? null
  const isUrgent = urgent.has(run.operation.kind)
  const others = live.objects.filter(({ kind }) => kind !== 'Deployment')
  const needsOf = (deployments: readonly KubeObject[]) =>
    baselineNeeds({
      before,
      after: run.target,
      live: { ...live, objects: [...others, ...deployments.filter(({ kind }) => kind === 'Deployment')] },
      isUrgent,
    })
  if (needsOf(live.objects).length === 0) return
  const stopGuard = await guardWhileWaiting(run, step === 'routes' ? 'pushed' : 'target')
  try {
    await hold(run, step, { needsOf, live })
  } finally {
    await stopGuard()
  }
}

type Needs = (deployments: readonly KubeObject[]) => readonly BaselineNeed[]

/** What is needed is asked anew each time: a lane that lost its pods meanwhile takes no requests that could come back. */
async function hold(
  run: Run,
  step: StepName,
  { needsOf, live }: { needsOf: Needs; live: LiveState },
): Promise<void> {
  const { client, group, keeper, log, target } = run
  const deployments = client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: group.namespace })
  // What a run before this one was held by, too.
  const held = new Map(
    needsOf(live.objects)
      .map(({ deployment }) => deploymentRef(target, deployment))
      .filter((ref) => log.knows(step, ref))
      .map((ref): [string, ObjectRef] => [ref.name, ref]),
  )
  const begun = performance.now()
  await waitUntil({
    watched: [deployments],
    signal: keeper.signal,
    check: () => {
      const short = needsOf(deployments.list()).flatMap((need) => {
        const ref = deploymentRef(target, need.deployment)
        const ready = Number(at(deployments.get(ref), 'status', 'readyReplicas') ?? 0)
        return ready >= need.needed ? [] : [{ ref, ready, need }]
      })
      const [first] = short
      if (first === undefined) return true
      const words = ({ need: { application, needed, pods }, ready }: typeof first) =>
        say('progress.baselineShort', { application, ready, pods, needed })
      const leftMs = begun + patienceMs - performance.now()
      const isOver = leftMs <= 0
      if (!isOver) {
        log.step(step, 'waiting')
        log.operation({ state: 'waiting', error: null })
      }
      for (const one of short) {
        held.set(one.ref.name, one.ref)
        log.object(step, one.ref, isOver ? 'failed' : 'waiting', words(one))
      }
      if (isOver) throw new AppError('ApplyFailed', words(first), { details: { ...first.ref } })
      return leftMs
    },
  })
  const seconds = Math.ceil((performance.now() - begun) / 1000)
  for (const ref of held.values()) log.object(step, ref, 'ready', say('progress.baselineBack', { seconds }))
  if (held.size === 0) return
  run.compared = null
  log.step(step, 'running')
  log.operation({ state: 'running' })
}
