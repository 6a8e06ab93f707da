import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { invalid } from '@/lib/services/field-errors'
import { type Sentence, say } from '@/lib/words/sentence'
import { liveImageOf } from './live-image'

type Change = { application: string; seen: string; now: string | null }

/**
 * Raises `Conflict` naming each application whose baseline no longer runs the image that the operator saw;
 * `details.changes` lists them. `Invalid` for an application that is not promoted.
 */
export function requireSeenBaselines(input: {
  document: LaneGroupDocument
  lane: Lane
  applications: readonly string[]
  deployments: ReadonlyMap<string, KubeObject>
  /** Images by application. */
  seen: Readonly<Record<string, string>>
}): void {
  const { applications, seen } = input
  const other = Object.keys(seen).find((name) => !applications.includes(name))
  if (other !== undefined)
    throw invalid({ [`seen.${other}`]: [say('refusals.promoteSeenOther', { application: other })] })
  const changes = applications.flatMap((name) => changeOf(name, input))
  const [first, ...others] = changes.map(sentenceOf)
  if (first === undefined) return
  const all = others.reduce((one: Sentence, two) => say('rolling.and', { one, other: two }), first)
  throw new AppError('Conflict', say('refusals.promoteStale', { changes: all }), { details: { changes } })
}

function changeOf(
  name: string,
  { document, lane, deployments, seen }: Parameters<typeof requireSeenBaselines>[0],
): Change[] {
  const application = document.spec.applications.find((one) => one.name === name)
  const version = lane.versions.find((one) => one.application === name)
  const image = seen[name]
  if (!application || image === undefined) return []
  const now = liveImageOf(deployments.get(application.deployment), application, version?.image ?? '')
  return now === image ? [] : [{ application: name, seen: image, now }]
}

const sentenceOf = ({ application, seen, now }: Change) =>
  say('refusals.baselineMoved', { application, seen, now: now ?? say('rolling.nothing') })
