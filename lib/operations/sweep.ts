import type { Database } from '@/lib/db/client'
import { listIdleOperations } from '@/lib/db/operation-leases'
import { addJob, jobKey, listJobs, type QueuedJob, unlockWorkers } from './job-queue'

/**
 * Sees to it that every unfinished operation whose turn it is has a job that a living worker can take. The rows are the
 * truth; the queue only brings them to a worker.
 */
export async function sweep(db: Database, isOurs: (workerId: string) => boolean): Promise<void> {
  const idle = await listIdleOperations(db)
  if (idle.length === 0) return
  const jobs = new Map((await listJobs(db)).map((job) => [job.key, job]))
  const isDead = (job: QueuedJob | undefined): job is QueuedJob & { lockedBy: string } =>
    job !== undefined && job.lockedBy !== null && job.isStale && !isOurs(job.lockedBy)
  const stuck = idle.map(({ id }) => jobs.get(jobKey(id)))
  // An earlier operation of a killed worker holds the queue of its group for those behind it, so all are looked at.
  const leased = idle.flatMap(({ leaseOwner }) =>
    leaseOwner !== null && !isOurs(leaseOwner) ? [leaseOwner] : [],
  )
  const dead = new Set([...leased, ...[...jobs.values()].filter(isDead).map(({ lockedBy }) => lockedBy)])
  await unlockWorkers(db, [...dead])
  for (const [place, { id, groupId, isUrgent }] of idle.entries()) {
    const job = stuck[place]
    if (job === undefined || job.isLate || (job.lockedBy !== null && dead.has(job.lockedBy)))
      await addJob(db, { operationId: id, groupId, isUrgent })
  }
}
