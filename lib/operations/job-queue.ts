import type { Reader } from '@/lib/db/client'

export const taskName = 'run-operation'
export const jobKey = (operationId: string): string => `operation:${operationId}`

/** Asks graphile-worker to run an operation: one queue per group, one job per operation. */
export async function addJob(
  reader: Reader,
  job: { operationId: string; groupId: string | null; isUrgent: boolean },
): Promise<void> {
  const payload = JSON.stringify({ operationId: job.operationId })
  await reader.$executeRaw`
    select 1 from graphile_worker.add_job(
      identifier => ${taskName}, payload => ${payload}::json, queue_name => ${`group:${job.groupId ?? job.operationId}`},
      max_attempts => 1000, job_key => ${jobKey(job.operationId)}, priority => ${job.isUrgent ? -10 : 0}::int)`
}

export type QueuedJob = { key: string; lockedBy: string | null; isStale: boolean; isLate: boolean }

/** The jobs of operations. `isStale`: locked for longer than a lease lasts; `isLate`: put off after an error. */
export function listJobs(reader: Reader): Promise<QueuedJob[]> {
  return reader.$queryRaw`
    select key, locked_by as "lockedBy",
      coalesce(locked_at < clock_timestamp() - interval '2500 milliseconds', false) as "isStale",
      run_at > clock_timestamp() as "isLate"
    from graphile_worker.jobs where task_identifier = ${taskName} and key is not null`
}

/** Sets free what workers hold that are dead; graphile-worker itself waits four hours. */
export async function unlockWorkers(reader: Reader, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length > 0)
    await reader.$executeRaw`select graphile_worker.force_unlock_workers(${[...workerIds]}::text[])`
}
