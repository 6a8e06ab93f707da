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

/**
 * The jobs of operations. `isStale`: a worker has it that does not hold the operation, and that is dead or has had the time
 * of a lease to take it; `isLate`: put off after an error. A worker that is about to take the lease loses nothing if
 * its job is set free: only one gets the lease.
 */
export function listJobs(reader: Reader): Promise<QueuedJob[]> {
  return reader.$queryRaw`
    select jobs.key, jobs.locked_by as "lockedBy",
      case when jobs.locked_at is null or jobs.locked_at > clock_timestamp() - interval '100 milliseconds' then false
        when lease_is_held(operations.lease_owner, operations.lease_until, operations.lease_guarded) then false
        when jobs.locked_at < clock_timestamp() - interval '2500 milliseconds' then true
        else not worker_has_lock(jobs.locked_by) end as "isStale",
      jobs.run_at > clock_timestamp() as "isLate"
    from graphile_worker.jobs left join operations on jobs.key = ${jobKey('')} || operations.id
    where jobs.task_identifier = ${taskName} and jobs.key is not null`
}

/** Sets free what workers hold that are dead; graphile-worker itself waits four hours. */
export async function unlockWorkers(reader: Reader, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length > 0)
    await reader.$executeRaw`select graphile_worker.force_unlock_workers(${[...workerIds]}::text[])`
}
