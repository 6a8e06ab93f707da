import { valueAt } from '@/lib/domain/json-pointer'
import type { ObjectRef } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { sameValue } from '@/lib/plan/same-value'
import type { JsonPatchOp } from '@/lib/plan/types'
import { ChangedMeanwhile } from './changed-meanwhile'

/**
 * What a write that tests what it changes has failed with: ChangedMeanwhile when the object is gone or another by now, else
 * the error itself. An API server answers 422 to a failed `test` and to an apply that names another uid, and so does a
 * webhook or a schema that refuses the change; 409 to an apply of an object that is gone, and where another manager has a
 * field.
 */
export async function changedOrRefused(
  client: ClusterClient,
  { ref, patch, signal }: { ref: ObjectRef; patch: readonly JsonPatchOp[]; signal: AbortSignal },
  error: unknown,
): Promise<unknown> {
  const status = clusterStatus(error)
  if (status === 404) return new ChangedMeanwhile('gone')
  if (status !== 409 && status !== 422) return error
  const live = await client.find(ref, { signal })
  const isAsTested = patch.every((one) => one.op !== 'test' || sameValue(valueAt(live, one.path), one.value))
  return isAsTested ? error : new ChangedMeanwhile('changed')
}
