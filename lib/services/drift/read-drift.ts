import 'server-only'
import type { Database } from '@/lib/db/client'
import { type DriftGroup, listDriftGroups } from '@/lib/db/drift'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { DriftFinding } from '@/lib/plan/drift'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { DriftView } from '@/lib/services/schemas/drift'
import { say, type Words } from '@/lib/words/sentence'
import { type Comparison, compareCluster } from './compare-cluster'
import { readWatched, type WatchedObjects } from './watched-objects'

/** What is known of a group's drift at one moment. `ageMs` is null where the cluster was not seen at all. */
export type DriftReading = {
  state: DriftView['state']
  findings: DriftFinding[]
  ageMs: number | null
  problem: Words | null
  wentBack: boolean
}

const nothing = { findings: [], ageMs: null, problem: null, wentBack: false }

/** The group as drift sees it. Raises `NotFound`. */
export async function getDriftGroup(
  db: Database,
  { id, name }: { id: string; name: string },
): Promise<DriftGroup> {
  const [group] = await listDriftGroups(db, id)
  if (group === undefined) throw new AppError('NotFound', say('refusals.noGroup', { name }))
  return group
}

/** Compares a group with its cluster now. A cluster that cannot be asked makes it unknown, never clean. */
export async function readDrift(
  db: Database,
  group: DriftGroup,
  known?: { client: ClusterClient; watched: WatchedObjects },
): Promise<DriftReading> {
  if (group.running !== null) return { ...nothing, state: 'busy' }
  if (group.pushedRevision === null) return { ...nothing, state: 'none' }
  try {
    const client = known?.client ?? (await clusterClient({ db }, { id: group.clusterId }))
    const watched = known?.watched ?? (await readWatched(db, client, group))
    const finishedAt = group.lastOperation?.finishedAt ?? null
    const sinceMs = finishedAt === null ? null : Math.max(0, Date.now() - finishedAt.getTime())
    return judged(await compareCluster(client, watched, sinceMs))
  } catch (error) {
    if (error instanceof AppError) return { ...nothing, state: 'unknown', problem: error.words }
    throw error
  }
}

function judged({ findings, ageMs, problem, wentBack }: Comparison): DriftReading {
  const seen = { findings, ageMs, problem, wentBack }
  if (problem !== null) return { ...seen, state: 'unknown' }
  if (findings.some(({ kind }) => kind === 'lost')) return { ...seen, state: 'lost' }
  return { ...seen, state: findings.length > 0 ? 'drifted' : 'clean' }
}
