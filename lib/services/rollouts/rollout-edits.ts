import { asObjects, asTexts, at } from '@/lib/domain/json'
import { pointerOf } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { isZeroCount } from '@/lib/domain/rollout-bounds'
import { AppError } from '@/lib/errors'
import { sameValue } from '@/lib/plan/same-value'
import { invalid } from '@/lib/services/field-errors'
import type { RolloutInput } from '@/lib/services/schemas/rollouts'
import { type Sentence, say } from '@/lib/words/sentence'
import { strategyOf, wantedPods } from '@/lib/workloads/strategy-of'
import { bareTemplate, type OwnReplicaSet, shownImages, templateImages } from './replica-sets'

/** What stands on the cluster, and when. */
export type LiveRollout = { deployment: KubeObject; replicaSets: readonly OwnReplicaSet[]; now: Date }

/** The fields that change, as JSON pointers (undefined removes), and kubectl's sentence once they have. */
export type RolloutEdits = {
  values: { path: string; value: unknown }[]
  message: Sentence
  /** For the audit, in place of the values: a template may hold what is secret. */
  told?: { before: unknown; after: unknown }
}

const isPaused = ({ spec }: KubeObject) => at(spec, 'paused') === true
const conflict = (words: Sentence) => new AppError('Conflict', words)

/** @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/objectpauser.go */
export function pauseEdits({ deployment }: LiveRollout): RolloutEdits {
  const { name } = deployment.metadata
  if (isPaused(deployment)) throw conflict(say('rolling.alreadyPaused', { name }))
  return { values: [{ path: '/spec/paused', value: true }], message: say('rolling.paused', { name }) }
}

export function resumeEdits({ deployment }: LiveRollout): RolloutEdits {
  const { name } = deployment.metadata
  if (!isPaused(deployment)) throw conflict(say('rolling.notPaused', { name }))
  return { values: [{ path: '/spec/paused', value: undefined }], message: say('rolling.resumed', { name }) }
}

/** @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/objectrestarter.go */
export function restartEdits({ deployment, now }: LiveRollout): RolloutEdits {
  const { name } = deployment.metadata
  if (isPaused(deployment)) throw conflict(say('rolling.restartPaused', { name }))
  const path = pointerOf([
    ...['spec', 'template', 'metadata', 'annotations'],
    'kubectl.kubernetes.io/restartedAt',
  ])
  const value = now.toISOString().replace(/\.\d+Z$/, 'Z')
  return { values: [{ path, value }], message: say('rolling.restartedAll', { name }) }
}

export function imageEdits({ deployment }: LiveRollout, input: RolloutInput<'set-image'>): RolloutEdits {
  const { name, annotations } = deployment.metadata
  const images = Object.entries(input.images)
  const unknown = images.find(([container]) =>
    templateImages(deployment).every((one) => one.container !== container),
  )
  if (unknown !== undefined) throw invalid({ images: [say('rolling.noContainer', { name: unknown[0] })] })
  const changed = ['containers', 'initContainers'].flatMap((list) =>
    asObjects(at(deployment, 'spec', 'template', 'spec', list)).flatMap((container, index) => {
      const wanted = images.find(([key]) => key === container.name)?.[1]
      const path = `/spec/template/spec/${list}/${index}/image`
      return wanted === undefined || wanted === container.image ? [] : [{ path, value: wanted }]
    }),
  )
  if (changed.length === 0) return { values: [], message: say('rolling.imageSame', { name }) }
  const cause = pointerOf(['metadata', 'annotations', changeCause])
  // A cause told for another change would stand in the history beside this one.
  const told =
    input.changeCause ?? (annotations?.[changeCause] === undefined ? null : images.map(asCause).join(', '))
  const values = told === null ? changed : [...changed, { path: cause, value: told }]
  return { values, message: say('rolling.imageUpdated', { name }) }
}

const changeCause = 'kubernetes.io/change-cause'
const asCause = ([container, image]: [string, string]) => `${container}=${image}`

export function scaleEdits({ deployment }: LiveRollout, { replicas }: { replicas: number }): RolloutEdits {
  const { name } = deployment.metadata
  const isSame = wantedPods(deployment) === replicas
  return {
    values: isSame ? [] : [{ path: '/spec/replicas', value: replicas }],
    message: say('rolling.scaled', { name }),
  }
}

const rollingFields = ['maxSurge', 'maxUnavailable'] as const
const secondsFields = ['minReadySeconds', 'progressDeadlineSeconds'] as const

export function strategyEdits({ deployment }: LiveRollout, input: RolloutInput<'strategy'>): RolloutEdits {
  const { name } = deployment.metadata
  const before = strategyOf(deployment)
  const rolling = rollingFields.filter((field) => input[field] !== undefined)
  if (before.type === 'Recreate' && rolling.length > 0) throw conflict(say('rolling.recreates', { name }))
  const { maxSurge, maxUnavailable, minReadySeconds, progressDeadlineSeconds } = {
    maxSurge: input.maxSurge ?? before.maxSurge,
    maxUnavailable: input.maxUnavailable ?? before.maxUnavailable,
    minReadySeconds: input.minReadySeconds ?? before.minReadySeconds,
    progressDeadlineSeconds: input.progressDeadlineSeconds ?? before.progressDeadlineSeconds,
  }
  if (before.type === 'RollingUpdate' && isZeroCount(maxSurge) && isZeroCount(maxUnavailable))
    throw invalid({ maxUnavailable: [say('rolling.bothZero')] })
  if (progressDeadlineSeconds <= minReadySeconds)
    throw invalid({ progressDeadlineSeconds: [say('rolling.deadlineShort', { seconds: minReadySeconds })] })
  const wanted = [
    ...rolling.map((field) => ({ field, path: `/spec/strategy/rollingUpdate/${field}` })),
    ...secondsFields.map((field) => ({ field, path: `/spec/${field}` })),
  ]
  const values = wanted.flatMap(({ field, path }) => {
    const value = input[field]
    return value === undefined || value === before[field] ? [] : [{ path, value }]
  })
  const message = say(values.length === 0 ? 'rolling.patchedSame' : 'rolling.patched', { name })
  return { values, message }
}

/** Annotations that stay the Deployment's own when it goes back to an earlier template. */
const keptAnnotations: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
])

/** @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollback.go */
export function undoEdits(live: LiveRollout, { revision: asked }: { revision?: number }): RolloutEdits {
  const { deployment } = live
  const { name } = deployment.metadata
  if (isPaused(deployment)) throw conflict(say('rolling.rollbackPaused'))
  const { object, revision } = targetOf(live, asked)
  const template = bareTemplate(object)
  if (sameValue(template, bareTemplate(deployment)))
    return { values: [], message: say('rolling.skippedRollback', { name, revision: asked ?? revision }) }
  const values = [{ path: '/spec/template', value: template }, ...annotationEdits(deployment, object)]
  const before = live.replicaSets.find(({ isNew }) => isNew)?.revision ?? null
  const told = {
    before: { revision: before, images: shownImages(deployment) },
    after: { revision, images: shownImages(object) },
  }
  return { values, message: say('rolling.rolledBack', { name }), told }
}

function targetOf({ deployment, replicaSets }: LiveRollout, asked: number | undefined): OwnReplicaSet {
  const { name } = deployment.metadata
  const found = asked === undefined ? replicaSets[1] : replicaSets.find(({ revision }) => revision === asked)
  if (found) return found
  const words =
    asked === undefined ? say('rolling.noHistory', { name }) : say('rolling.noRevision', { revision: asked })
  throw new AppError('NotFound', words)
}

function annotationEdits(deployment: KubeObject, target: KubeObject): RolloutEdits['values'] {
  const before = asTexts(deployment.metadata.annotations)
  const after = asTexts(target.metadata.annotations)
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter((key) => !keptAnnotations.has(key) && before[key] !== after[key])
    .map((key) => ({ path: pointerOf(['metadata', 'annotations', key]), value: after[key] }))
}
