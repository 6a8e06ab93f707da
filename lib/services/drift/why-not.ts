import type { DriftGroup } from '@/lib/db/drift'
import type { DriftFinding } from '@/lib/plan/drift'
import { inTheWay } from '@/lib/plan/heal-decision'
import { type Sentence, say } from '@/lib/words/sentence'
import type { DriftReading } from './read-drift'

/** Why a group cannot be brought back to what was pushed; null when it can. */
export function whyNotReapply(
  group: DriftGroup,
  { findings }: Pick<DriftReading, 'findings'>,
): Sentence | null {
  if (group.pushedRevision === null) return say('drifting.nothingPushed', { name: group.name })
  if (group.running !== null) return say('drifting.beingChanged', { name: group.name })
  const finding = inTheWay(findings)
  if (finding === null) return null
  const { kind, name } = finding.object
  if (finding.kind === 'lost') return say('drifting.lost', { name })
  if (finding.kind === 'deleted') return say('drifting.baselineGone', { kind, name })
  if (finding.kind === 'replaced') return say('drifting.replaced', { kind, name })
  const finalizers = Array.isArray(finding.live) ? finding.live.map(String) : []
  return say('drifting.terminating', {
    kind,
    name,
    finalizers: finalizers.join(', ') || 'foregroundDeletion',
  })
}

/** Why a difference cannot be adopted, as far as can be told without trying; null when it may. */
export function whyNotAdopt(group: DriftGroup, finding: DriftFinding): Sentence | null {
  const { name, revision, pushedRevision } = group
  if (finding.path === null) return say('drifting.wholeObject')
  if (pushedRevision === null) return say('drifting.nothingPushed', { name })
  if (group.running !== null) return say('drifting.beingChanged', { name })
  if (revision !== pushedRevision) return say('drifting.ahead', { name, revision, pushed: pushedRevision })
  return finding.live === undefined ? say('drifting.takenAway') : null
}
