import type { ObjectRef } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import type { Change } from '@/lib/plan/types'
import type { Sentence } from '@/lib/words/sentence'

export type DryRunProblem = {
  object: ObjectRef
  change: Change
  status: number
  code: 'Conflict' | 'Refused'
  message: Sentence
  manager: string | null
  field: string | null
}

/**
 * Asks the server what it would say to each change (`dryRun=All`): admission, quota, schemas, conflicts of field
 * managers. Nothing is stored. Raises when the cluster cannot be asked at all.
 */
export async function dryRunChanges(
  client: ClusterClient,
  changes: readonly Change[],
  signal?: AbortSignal,
): Promise<DryRunProblem[]> {
  const problems = await Promise.all(changes.map((change) => dryRunOne(client, change, signal)))
  return problems.filter((problem): problem is DryRunProblem => problem !== null)
}

async function dryRunOne(
  client: ClusterClient,
  change: Change,
  signal: AbortSignal | undefined,
): Promise<DryRunProblem | null> {
  try {
    if (change.apply !== undefined)
      await client.apply(change.apply, { force: change.action === 'update', dryRun: true, signal })
    else if (change.patch !== undefined)
      await client.jsonPatch(change.object, change.patch, { dryRun: true, signal })
    else if (change.action === 'delete' && change.uid !== null)
      await client.remove(change.object, {
        uid: change.uid,
        propagationPolicy: 'Background',
        dryRun: true,
        signal,
      })
    return null
  } catch (error) {
    const status = clusterStatus(error)
    if (
      !(error instanceof AppError) ||
      status === undefined ||
      status === 401 ||
      status >= 500 ||
      status === 429
    )
      throw error
    // Such a webhook is asked when the change is made.
    if (error.message.includes('does not support dry run')) return null
    const { manager, field } = error.details ?? {}
    return {
      object: change.object,
      change,
      status,
      code: error.code === 'Conflict' ? 'Conflict' : 'Refused',
      message: error.words,
      manager: typeof manager === 'string' ? manager : null,
      field: typeof field === 'string' ? field : null,
    }
  }
}
