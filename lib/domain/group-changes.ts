import type { OperationKind } from './operation'

/** What an operator asks of a group: a save of the document, or an operation. */
export type GroupRequest = {
  kind: 'save' | Exclude<OperationKind, 'guard' | 'heal'>
  /** The revision that the caller has seen, where it matters. */
  ifRevision?: number | null
  /** Of a delete: whether what lives may be taken off the cluster first. */
  retire?: boolean
}

/** What counts of a group when something is asked of it. */
export type GroupMoment = {
  revision: number
  /** The newest operation with work before it. */
  running: { kind: OperationKind; revision: number } | null
  /** Whether something of the group stands on its cluster. */
  lives: boolean
}

/**
 * `accept`: it begins; `writes` a revision, and `preempts` what the group is doing. `join`: what runs does just that.
 * `erase`: the group is deleted at once. `refuse`: another revision was written meanwhile, the group is on its way out, or
 * something of it lives.
 */
export type Verdict =
  | { answer: 'accept'; writes: boolean; preempts: boolean }
  | { answer: 'join' }
  | { answer: 'erase' }
  | { answer: 'refuse'; because: 'stale' | 'deleting' | 'living' }

const preempting: ReadonlySet<string> = new Set<OperationKind>(['abort', 'rollback'])
const writing: ReadonlySet<string> = new Set<GroupRequest['kind']>([
  ...(['save', 'promote', 'park', 'resume', 'clean', 'remove', 'rollback'] as const),
])

/** Whether an operation replaces what its group is doing, in every state; every other waits for its turn. */
export const preempts = (kind: OperationKind): boolean => preempting.has(kind)

/**
 * What becomes of a request. A roll back and an abort are accepted in every state. Services decide by this; so what holds of
 * it holds of them.
 */
export function admit({ revision, running, lives }: GroupMoment, request: GroupRequest): Verdict {
  const { kind, ifRevision, retire } = request
  const accepted: Verdict = { answer: 'accept', writes: writing.has(kind), preempts: preempting.has(kind) }
  if (preempting.has(kind)) return accepted
  if (ifRevision != null && ifRevision !== revision) return { answer: 'refuse', because: 'stale' }
  if (running?.kind === 'delete')
    return kind === 'delete' ? { answer: 'join' } : { answer: 'refuse', because: 'deleting' }
  if (kind === 'delete') {
    if (!lives && running === null) return { answer: 'erase' }
    return retire ? accepted : { answer: 'refuse', because: 'living' }
  }
  if (kind === 'push' && running?.kind === 'push' && running.revision === revision) return { answer: 'join' }
  return accepted
}

/** An operation that is in line. `mustStop`: another one replaces it. */
export type InLine = { kind: OperationKind; revision: number; state: 'queued' | 'running'; mustStop: boolean }

/** The operations of a group after one was put in line: what it replaces is asked to stop, and is gone where nobody had begun it. */
export function putInLine(line: readonly InLine[], added: Pick<InLine, 'kind' | 'revision'>): InLine[] {
  const before = preempts(added.kind)
    ? line.filter(({ state }) => state === 'running').map((one) => ({ ...one, mustStop: true }))
    : line
  return [...before, { ...added, state: 'queued', mustStop: false }]
}

/** Whose turn it is: the oldest, as long as it has not begun; nobody's while one runs. */
export function nextInLine(line: readonly InLine[]): number | null {
  const [first] = line
  return first === undefined || first.state === 'running' ? null : 0
}
