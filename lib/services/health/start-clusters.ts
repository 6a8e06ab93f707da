import 'server-only'
import type { Database } from '@/lib/db/client'
import { type ClusterRecord, listClusters } from '@/lib/db/clusters'
import { fieldManager, labelKeys } from '@/lib/domain/labels'
import { AppError } from '@/lib/errors'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { readWorkload } from '@/lib/services/lane-groups/lane-workload'
import { liveDeployments } from '@/lib/services/lane-groups/live-deployments'

/** The clusters that came with the start and whose first workloads are not all available yet, by name. */
export async function unreadyStartClusters(db: Database): Promise<string[]> {
  const clusters = (await listClusters(db)).filter(({ registered }) => registered === 'start')
  const answers = await Promise.all(clusters.map((cluster) => isAvailable(db, cluster)))
  return clusters.filter((_cluster, at) => !answers[at]).map(({ name }) => name)
}

async function isAvailable(db: Database, { id }: ClusterRecord): Promise<boolean> {
  try {
    const deployments = await liveDeployments(await clusterClient({ db }, { id }), 'default')
    return deployments.every((object) => {
      const workload = readWorkload(object)
      // A lane that an operator pushed may be broken; that is not the console's readiness.
      const isOurs = object.metadata.labels?.[labelKeys.managedBy] === fieldManager
      return isOurs || workload === null || workload.ready >= workload.replicas
    })
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
