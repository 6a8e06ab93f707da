import {
  admit,
  type GroupRequest,
  type InLine,
  nextInLine,
  putInLine,
  type Verdict,
} from '@/lib/domain/group-changes'

/**
 * A group as a machine: whether the lane is open in each revision, which one stands, and what is in line. A promote parks the
 * lane; one that fails is taken back by an abort.
 */
export type Machine = {
  revisions: readonly boolean[]
  pushed: number | null
  /** Whether something of it stands on the cluster. */
  lives: boolean
  line: readonly InLine[]
  gone: boolean
}

/** What people ask, and what becomes of the operation whose turn it is. */
export const requests = ['save', 'push', 'park', 'promote', 'rollback', 'abort', 'delete'] as const
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
  if (move === 'abort') return aborted(machine)
  const revision = move === 'delete' ? 0 : revisions.length
  return { ...machine, revisions, line: putInLine(machine.line, { kind: move, revision }) }
}

/** An abort leads to what stands. A promote that it stops is taken out of the document, unless somebody has saved since. */
function aborted(machine: Machine): Machine {
  const { withdrawn, revision } = withdrawal(
    machine,
    machine.line.findLast(({ kind }) => kind === 'promote'),
  )
  return { ...withdrawn, line: putInLine(machine.line, { kind: 'abort', revision }) }
}

/** The machine without a promote in its document, and the revision that brings back what stood. */
function withdrawal(machine: Machine, promote: InLine | undefined): { withdrawn: Machine; revision: number } {
  const { revisions, pushed } = machine
  const before = promote === undefined ? undefined : revisions[promote.revision - 2]
  if (promote?.revision !== revisions.length || before === undefined)
    return { withdrawn: machine, revision: pushed ?? 0 }
  const withdrawn = { ...machine, revisions: [...revisions, before] }
  return { withdrawn, revision: pushed === promote.revision - 1 ? withdrawn.revisions.length : (pushed ?? 0) }
}

function happened(machine: Machine, event: Event): Machine | null {
  const [first, ...rest] = machine.line
  if (first === undefined) return null
  if (event === 'take') {
    if (nextInLine(machine.line) !== 0) return null
    return { ...machine, line: [{ ...first, state: 'running' }, ...rest] }
  }
  if (first.state !== 'running' || first.mustStop !== (event === 'stop')) return null
  if (event === 'fail' && first.kind === 'promote') {
    const { withdrawn, revision } = withdrawal(machine, first)
    return { ...withdrawn, line: putInLine(rest, { kind: 'abort', revision }) }
  }
  if (event === 'stop' || event === 'fail') return { ...machine, line: rest }
  if (first.kind === 'delete') return { ...machine, line: rest, gone: true, lives: false }
  // A parked lane keeps its workloads, without pods.
  const lives = first.revision > 0
  return { ...machine, line: rest, pushed: first.revision || null, lives }
}
