import { documentChanges } from '@/lib/domain/document-changes'
import type { RevisionView } from '@/lib/services/schemas/lane-groups'
import type { RollBackChoice } from './roll-back-choice'

/** What each earlier revision would change against the current one. */
export function rollBackChoices(
  current: RevisionView | undefined,
  revisions: readonly RevisionView[],
): RollBackChoice[] {
  if (current === undefined) return []
  return revisions
    .filter(({ number }) => number < current.number)
    .map((revision) => ({
      number: revision.number,
      createdAt: revision.createdAt,
      createdBy: revision.createdBy,
      pushed: revision.pushed || revision.operation?.state === 'succeeded',
      changes: documentChanges(current.document, revision.document),
      images: baselineImageChanges(current, revision),
    }))
}

function baselineImageChanges(from: RevisionView, to: RevisionView): RollBackChoice['images'] {
  return to.baseline.flatMap(({ application, images }) => {
    const before = from.baseline.find((candidate) => candidate.application === application)
    if (before === undefined) return []
    const text = (list: typeof images) => list.map(({ image }) => image).join(', ')
    return text(before.images) === text(images)
      ? []
      : [{ application, from: text(before.images), to: text(images) }]
  })
}
