import type { Database, Transaction } from './client'

/** The right to work on an operation. Each time it is taken the token rises, so an earlier holder is known by its own. */
export type Lease = { operationId: string; owner: string; token: bigint }

/** Somebody else works on the operation now: nothing more may be written. */
export class LeaseLost extends Error {
  constructor(operationId: string) {
    super(`operation ${operationId} is worked on elsewhere`)
    this.name = 'LeaseLost'
  }
}

export type LeaseAnswer =
  | { outcome: 'taken'; lease: Lease }
  | { outcome: 'busy' }
  | { outcome: 'finished' }
  | { outcome: 'aborted' }

type Row = { state: string; group_id: string | null; held: boolean; abort_requested: boolean }
const isFinished = (state: string) => state === 'succeeded' || state === 'failed' || state === 'aborted'

/** `isGuarded`: its owner has the lock of `WorkerLocks`, so that the lease is free as soon as that is. */
type Asked = { operationId: string; owner: string; leaseMs: number; isGuarded?: boolean }

/**
 * Takes an operation for `leaseMs`, unless somebody holds it or an earlier one of the group is unfinished. One that was
 * asked to stop and that nobody holds is ended here.
 *
 * A lease is free when its time has run out, or at once when its owner's lock is gone. A lock may go while its owner lives
 * (its connection is cut, one of the server's processes dies); this is no less safe than a lease that runs out. The token
 * rises in the same transaction, so nothing that the former owner still writes to the database holds. It lets go when its
 * connection ends, at the latest at its next renewal, which fails without the lock, and looks before every write to the
 * cluster whether it still holds. What was sent before that, as with any lease, is compared by the cluster: uid, old value,
 * field manager. Where the lock cannot be relied on the time alone decides: behind a pool of connections, and for as long
 * as a lease lasts after the server's start, which forgets all locks.
 */
export function takeLease(
  db: Database,
  { operationId, owner, leaseMs, isGuarded = false }: Asked,
): Promise<LeaseAnswer> {
  return db.$transaction(async (tx) => {
    const [group] = await tx.$queryRaw<{ group_id: string | null }[]>`
      select group_id from operations where id = ${operationId}`
    // One at a time decides within a group; the order of locks is always group, then operation.
    await tx.$queryRaw`select 1 as locked from lane_groups where id = ${group?.group_id ?? ''} for no key update`
    const [row] = await tx.$queryRaw<Row[]>`
      select state, group_id, abort_requested, lease_is_held(lease_owner, lease_until, lease_guarded) as held
      from operations where id = ${operationId} for update`
    if (row === undefined || isFinished(row.state)) return { outcome: 'finished' }
    if (row.held) return { outcome: 'busy' }
    if (row.abort_requested) {
      await endAbandoned(tx, operationId)
      return { outcome: 'aborted' }
    }
    if (await hasEarlier(tx, operationId, row.group_id)) return { outcome: 'busy' }
    const [taken] = await tx.$queryRaw<{ fencing_token: bigint }[]>`
      update operations set lease_owner = ${owner}, lease_guarded = ${isGuarded}, attempts = attempts + 1, fencing_token = fencing_token + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}),
        state = case when state = 'queued' then 'running' else state end,
        started_at = coalesce(started_at, clock_timestamp()), version = version + 1
      where id = ${operationId} returning fencing_token`
    if (taken === undefined) return { outcome: 'finished' }
    return { outcome: 'taken', lease: { operationId, owner, token: taken.fencing_token } }
  })
}

async function hasEarlier(tx: Transaction, operationId: string, groupId: string | null): Promise<boolean> {
  // Those that must stop and that nobody holds any more are ended now, so that they hold nobody up.
  const others = await tx.$queryRaw<{ id: string; abandoned: boolean }[]>`
    select other.id, other.abort_requested
      and not lease_is_held(other.lease_owner, other.lease_until, other.lease_guarded) as abandoned
    from operations other join operations mine on mine.id = ${operationId}
    where other.group_id = ${groupId} and other.id <> mine.id and other.state in ('queued', 'running', 'waiting')
      and (other.created_at, other.id) < (mine.created_at, mine.id)`
  for (const { id, abandoned } of others) if (abandoned) await endAbandoned(tx, id)
  return others.some(({ abandoned }) => !abandoned)
}

async function endAbandoned(tx: Transaction, operationId: string): Promise<void> {
  await tx.$executeRaw`
    update operations set state = 'aborted', finished_at = clock_timestamp(), version = version + 1,
      lease_owner = null, lease_until = null, fencing_token = fencing_token + 1
    where id = ${operationId}`
  await tx.$executeRaw`
    update operation_steps set state = 'skipped', finished_at = clock_timestamp()
    where operation_id = ${operationId} and state in ('running', 'waiting')`
  await tx.$executeRaw`select pg_notify('lanekeeper_operation', ${operationId})`
}

/** Holds on for another `leaseMs`; null when the operation is another's now, or may become so as the lock is gone. */
export async function renewLease(
  db: Database,
  lease: Lease,
  { leaseMs, isGuarded = false }: Pick<Asked, 'leaseMs' | 'isGuarded'>,
): Promise<{ abortRequested: boolean } | null> {
  const [row] = await db.$queryRaw<{ abort_requested: boolean }[]>`
    update operations set lease_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}),
      lease_guarded = ${isGuarded}
    where id = ${lease.operationId} and fencing_token = ${lease.token} and state in ('running', 'waiting')
      and case when lease_guarded then worker_has_lock(lease_owner) else true end
    returning abort_requested`
  return row === undefined ? null : { abortRequested: row.abort_requested }
}

/** Lets the operation go, so that another may take it at once. */
export async function releaseLease(db: Database, lease: Lease): Promise<void> {
  await db.$executeRaw`
    update operations set lease_owner = null, lease_until = null
    where id = ${lease.operationId} and fencing_token = ${lease.token}`
}

/**
 * Runs writes that only the holder of the lease may make. Raises LeaseLost, and nothing is written. Writes to the group
 * itself name it: the order of locks is always group, then operation.
 */
export function fenced<Result>(
  db: Database,
  lease: Lease,
  write: (tx: Transaction) => Promise<Result>,
  groupId: string | null = null,
): Promise<Result> {
  return db.$transaction(async (tx) => {
    if (groupId !== null)
      await tx.$queryRaw`select 1 as locked from lane_groups where id = ${groupId} for update`
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      select id from operations
      where id = ${lease.operationId} and fencing_token = ${lease.token} and state in ('running', 'waiting')
      for update`
    if (row === undefined) throw new LeaseLost(lease.operationId)
    return write(tx)
  })
}

/** Whether another operation takes over, by now: the caller holds the operation's row. */
export async function isAskedToStop(tx: Transaction, operationId: string): Promise<boolean> {
  const row = await tx.operation.findUniqueOrThrow({
    where: { id: operationId },
    select: { abortRequested: true },
  })
  return row.abortRequested
}

export type IdleOperation = {
  id: string
  groupId: string | null
  leaseOwner: string | null
  isUrgent: boolean
}

/** Unfinished operations that nobody works on: of each group the one whose turn it is, and those that were asked to stop. */
export function listIdleOperations(db: Database): Promise<IdleOperation[]> {
  return db.$queryRaw<IdleOperation[]>`
    select id, group_id as "groupId", lease_owner as "leaseOwner", kind in ('abort', 'rollback') as "isUrgent"
    from operations mine
    where state in ('queued', 'running', 'waiting') and not lease_is_held(lease_owner, lease_until, lease_guarded)
      and (abort_requested or not exists (
        select 1 from operations other
        where other.group_id = mine.group_id and other.state in ('queued', 'running', 'waiting')
          and not other.abort_requested and (other.created_at, other.id) < (mine.created_at, mine.id)))
    order by created_at, id`
}
