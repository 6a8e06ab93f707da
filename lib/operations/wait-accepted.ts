import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import type { ObjectResult } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import type { Desired, LiveState } from '@/lib/plan/types'
import { findProvider } from '@/lib/providers/index'
import type { Acceptance } from '@/lib/providers/provider'
import { asServed } from '@/lib/providers/served-versions'
import { type Sentence, say } from '@/lib/words/sentence'
import type { Replanned } from './replan'
import type { Run } from './run'
import { waitUntil } from './wait-until'

/** A controller answers within moments; one that has said nothing by then does not serve the route. */
const silentMs = 30_000
/** A refusal may be of a Service that the controller has not seen yet; one that stays is meant. */
const refusedMs = 5_000
/** Most answer within moments; only what takes longer is said to be waited for. */
const quietMs = 2_000

type Judge = (route: KubeObject) => Acceptance
type Awaited = { ref: ObjectRef; generation: number; judge: Judge }
type Late = { ref: ObjectRef; found: Acceptance }

/** Waits until the gateways that say so have taken the routes, the user's edited ones too. Tells whether it had to wait. */
export async function waitAccepted(
  run: Run,
  { desired, live }: Pick<Replanned, 'desired' | 'live'>,
): Promise<boolean> {
  const { client, group, keeper, log } = run
  const awaited = awaitedRoutes(run, desired, live)
  if (awaited.length === 0) return false
  const kinds = new Map(
    awaited.map(({ ref: { apiVersion, kind } }) => [`${apiVersion}/${kind}`, { apiVersion, kind }]),
  )
  const caches = [...kinds.values()].map((kind) => client.cache({ ...kind, namespace: group.namespace }))
  const begun = performance.now()
  const rows = waitingRows(log)
  let waited = false
  await waitUntil({
    watched: caches,
    signal: keeper.signal,
    check: () => {
      const late = awaited.flatMap((one) => {
        const route = caches.map((cache) => cache.get(one.ref)).find((found) => found !== undefined)
        const isSeen = route !== undefined && (route.metadata.generation ?? 0) >= one.generation
        const found: Acceptance = isSeen ? one.judge(route) : { state: 'pending' }
        return found.state === 'accepted' ? [] : [{ ref: one.ref, found }]
      })
      const [first] = late
      rows.say(performance.now() - begun < quietMs ? [] : late)
      if (first === undefined) return true
      const refused = late.find(({ found }) => found.state === 'refused')
      const left = begun + (refused ? refusedMs : silentMs) - performance.now()
      if (left <= 0) throw notTaken(log, late, refused ?? first)
      if (!waited) log.step('routes', 'waiting')
      waited = true
      const quiet = begun + quietMs - performance.now()
      return quiet > 0 ? Math.min(left, quiet) : left
    },
  })
  return waited
}

/** The rows of the routes that are waited for; one that is taken is again what it was. */
function waitingRows(log: Run['log']) {
  const before = new Map<string, { ref: ObjectRef; result: ObjectResult }>()
  return {
    say(late: readonly Late[]) {
      const keys = new Set(late.map(({ ref }) => refKey(ref)))
      for (const [key, { ref, result }] of before) {
        if (keys.has(key)) continue
        log.object('routes', ref, result)
        before.delete(key)
        if (before.size === 0) log.operation({ state: 'running', error: null })
      }
      for (const one of late) {
        const key = refKey(one.ref)
        if (!before.has(key))
          before.set(key, { ref: one.ref, result: log.resultOf('routes', one.ref) ?? 'unchanged' })
        log.object('routes', one.ref, 'waiting', wordsOf(one))
      }
      if (late.length > 0) log.operation({ state: 'waiting', error: null })
    },
  }
}

function awaitedRoutes({ target }: Run, desired: Desired, { objects, served }: LiveState): Awaited[] {
  const judges = new Map<string, Judge>()
  for (const { provider: id } of target.spec.entries) {
    const provider = findProvider(id)
    if (!provider?.acceptance) continue
    for (const { apiVersion, kind } of provider.routeKinds.map((one) => asServed(one, served)))
      judges.set(`${apiVersion}/${kind}`, provider.acceptance)
  }
  const wanted = new Set(
    [...desired.items.map(({ object }) => refOf(object)), ...desired.edits.map(({ ref }) => ref)].map(refKey),
  )
  return objects.flatMap((object) => {
    const ref = refOf(object)
    const judge = judges.get(`${ref.apiVersion}/${ref.kind}`)
    if (!judge || !wanted.has(refKey(ref))) return []
    return [{ ref, generation: object.metadata.generation ?? 0, judge }]
  })
}

function wordsOf({ ref: { kind, name }, found }: Late): Sentence {
  return found.state === 'refused'
    ? say('progress.routeRefused', { kind, name, why: found.why })
    : say('progress.routeUnseen', { kind, name })
}

function notTaken(log: Run['log'], late: readonly Late[], worst: Late): AppError {
  for (const one of late) log.object('routes', one.ref, 'failed', wordsOf(one))
  return new AppError('ApplyFailed', wordsOf(worst), { details: { ...worst.ref } })
}
