import { at } from '@/lib/domain/json'
import { AppError } from '@/lib/errors'
import type { Seen } from '@/lib/services/schemas/rollouts'
import { type Sentence, say } from '@/lib/words/sentence'
import { strategyOf, wantedPods } from '@/lib/workloads/strategy-of'
import { templateImages } from './replica-sets'
import type { LiveRollout } from './rollout-edits'

type Difference = { field: string; seen: string; now: string | null }

/** Raises `Conflict` naming each field that is no longer what the operator saw; `details.changes` lists them. */
export function requireSeen(live: LiveRollout, seen: Seen): void {
  const { deployment } = live
  const { name, uid } = deployment.metadata
  if (seen.uid !== undefined && seen.uid !== uid)
    throw new AppError('Conflict', say('rolling.replacedMeanwhile', { name }))
  const changes = differences(live, seen)
  const [first, ...others] = changes.map(sentenceOf)
  if (first === undefined) return
  const all = others.reduce((one: Sentence, other) => say('rolling.and', { one, other }), first)
  throw new AppError('Conflict', say('rolling.changedMeanwhile', { name, changes: all }), {
    details: { changes },
  })
}

const sentenceOf = ({ field, seen, now }: Difference) =>
  say('rolling.fieldNow', { field, seen, now: now ?? say('rolling.nothing') })

function differences({ deployment, replicaSets }: LiveRollout, seen: Seen): Difference[] {
  const images = new Map(templateImages(deployment).map(({ container, image }) => [container, image]))
  const strategy = strategyOf(deployment)
  const revision = replicaSets.find(({ isNew }) => isNew)?.revision
  const compared: [field: string, seen: unknown, now: unknown][] = [
    ['revision', seen.revision, revision],
    ['spec.paused', seen.paused, at(deployment, 'spec', 'paused') === true],
    ['spec.replicas', seen.replicas, wantedPods(deployment)],
    ...Object.entries(seen.images ?? {}).map(([container, image]): [string, unknown, unknown] => [
      `image of ${container}`,
      image,
      images.get(container),
    ]),
    ['maxSurge', seen.strategy?.maxSurge, strategy.maxSurge],
    ['maxUnavailable', seen.strategy?.maxUnavailable, strategy.maxUnavailable],
    ['minReadySeconds', seen.strategy?.minReadySeconds, strategy.minReadySeconds],
    ['progressDeadlineSeconds', seen.strategy?.progressDeadlineSeconds, strategy.progressDeadlineSeconds],
  ]
  return compared
    .filter(([, before, now]) => before !== undefined && before !== now)
    .map(([field, before, now]) => ({
      field,
      seen: String(before),
      now: now === undefined ? null : String(now),
    }))
}
