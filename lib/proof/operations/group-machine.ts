import {
  admit,
  type GroupRequest,
  type InLine,
  nextInLine,
  putInLine,
  type Verdict,
} from '@/lib/domain/group-changes'

/** A group as a machine: whether the lane is open in each revision, which one stands, and what is in line. */
export type Machine = {
  revisions: readonly boolean[]
  pushed: number | null
  /** Whether something of it stands on the cluster. */
  lives: boolean
  line: readonly InLine[]
  gone: boolean
}

/** What people ask, and what becomes of the operation whose turn it is. */
export const requests = ['save', 'push', 'park', 'rollback', 'abort', 'delete'] as const
export const events = ['take', 'succeed', 'fail', 'stop'] as const
export type Request = (typeof requests)[number]
export type Event = (typeof events)[number]
export type Move = Request | Event | 'save stale'
export const moves: readonly Move[] = [...requests, 'save stale', ...events]

export const firstMachine: Machine = { revisions: [true], pushed: null, lives: false, line: [], gone: false }

export const isRequest = (move: Move): move is Request | 'save stale' =>
  !events.some((event) => event === move)

/** What the service answers to a request. */
export function verdictOf(machine: Machine, move: Request | 'save stale'): Verdict {
  const { revisions, line, lives } = machine
  const revision = revisions.length
  const newest = line.at(-1)
  const running = newest ? { kind: newest.kind, revision: newest.revision } : null
  return admit({ revision, running, lives }, requestOf(move, revision))
}

const requestOf = (move: Request | 'save stale', revision: number): GroupRequest =>
  move === 'save stale'
    ? { kind: 'save', ifRevision: revision - 1 }
    : move === 'save'
      ? { kind: 'save', ifRevision: revision }
      : { kind: move, ...(move === 'delete' && { retire: true }) }

/** The machine after a move; null where it cannot be made. A refused request leaves it as it is. */
export function moved(machine: Machine, move: Move): Machine | null {
  if (machine.gone) return null
  return isRequest(move) ? asked(machine, move) : happened(machine, move)
}

function asked(machine: Machine, move: Request | 'save stale'): Machine {
  const verdict = verdictOf(machine, move)
  if (verdict.answer === 'erase') return { ...machine, gone: true }
  if (verdict.answer !== 'accept') return machine
  const last = machine.revisions.at(-1) ?? false
  const first = machine.revisions[0] ?? false
  const isOpen = move === 'save' ? !last : move === 'rollback' ? first : false
  const revisions = verdict.writes ? [...machine.revisions, isOpen] : machine.revisions
  if (move === 'save' || move === 'save stale') return { ...machine, revisions }
  const revision = move === 'abort' ? (machine.pushed ?? 0) : move === 'delete' ? 0 : revisions.length
  return { ...machine, revisions, line: putInLine(machine.line, { kind: move, revision }) }
}

function happened(machine: Machine, event: Event): Machine | null {
  const [first, ...rest] = machine.line
  if (first === undefined) return null
  if (event === 'take') {
    if (nextInLine(machine.line) !== 0) return null
    return { ...machine, line: [{ ...first, state: 'running' }, ...rest] }
  }
  if (first.state !== 'running' || first.mustStop !== (event === 'stop')) return null
  if (event === 'stop' || event === 'fail') return { ...machine, line: rest }
  if (first.kind === 'delete') return { ...machine, line: rest, gone: true, lives: false }
  const lives = first.revision > 0 && (machine.revisions[first.revision - 1] ?? false)
  return { ...machine, line: rest, pushed: first.revision || null, lives }
}
