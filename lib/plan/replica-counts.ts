import { baseline } from '@/lib/domain/baseline'
import { effectiveShares } from '@/lib/domain/effective-targets'
import type { Entry } from '@/lib/domain/entry'
import { at } from '@/lib/domain/json'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import { type ReplicaShare, replicaShares } from '@/lib/domain/replica-shares'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { findProvider } from '@/lib/providers/index'
import { say } from '@/lib/words/sentence'
import { objectIndex } from './find-object'
import type { LiveState } from './types'

/** How many pods lanes get where numbers of pods make the shares. */
export type ReplicaCounts = {
  /** Undefined where the document's own number counts. */
  of(application: string, lane: string): number | undefined
  notices: Notice[]
}

/** The numbers for every entry whose gateway has none of its own, beside the live numbers of the baselines' pods. */
export function replicaCounts(document: LaneGroupDocument, live: LiveState): ReplicaCounts {
  const entries = document.spec.entries.filter(({ provider }) =>
    findProvider(provider)?.features.has('replicas'),
  )
  const found = new Map(entries.map((entry) => [entry.application, sharesAt(document, entry, live)]))
  return {
    of: (application, lane) => found.get(application)?.find((share) => share.lane === lane)?.replicas,
    notices: [...found].flatMap(([application, shares]) =>
      shares.filter(({ wanted }) => wanted > 0).map((share) => shareNotice(document, application, share)),
    ),
  }
}

function sharesAt(document: LaneGroupDocument, entry: Entry, live: LiveState): ReplicaShare[] {
  const { applications, lanes, namespace } = document.spec
  const name = applications.find((application) => application.name === entry.application)?.deployment ?? ''
  const deployment = objectIndex(live.objects)({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name })
  const rule = rulesOfEntry(document, entry.name).find(({ match }) => match === undefined) ?? null
  const shares = new Map(effectiveShares(document, rule).map(({ lane, share }) => [lane, share]))
  const replicas = Number(at(deployment, 'spec', 'replicas') ?? 1)
  const weight = shares.get(baseline) ?? 0
  if (weight === 0) return []
  return replicaShares({
    baseline: { replicas, weight },
    lanes: lanes.map(({ tag }) => ({ lane: tag, weight: shares.get(tag) ?? 0 })),
  })
}

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`

function shareNotice({ spec }: LaneGroupDocument, application: string, share: ReplicaShare): Notice {
  const { lane, replicas, wanted, real } = share
  const about = { lane, application, replicas, wanted: percent(wanted), real: percent(real) }
  const asked = spec.lanes
    .find(({ tag }) => tag === lane)
    ?.versions.find((version) => version.application === application)?.replicas
  const isOther = asked !== undefined && asked !== replicas
  const message = isOther
    ? say('planning.replicaShareInstead', { ...about, asked })
    : say('planning.replicaShare', about)
  const isFar = Math.abs(real - wanted) > 0.05
  const params = { lane, application, replicas: String(replicas), real: String(real) }
  return { code: 'ReplicaShare', severity: isOther || isFar ? 'warning' : 'info', message, params }
}
