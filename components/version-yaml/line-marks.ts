import type { EditBase, EditProblem, EditReason } from '@/lib/domain/read-version-edit'
import { type Lock, lockOf } from '@/lib/domain/version-locks'
import { readYamlLines } from '@/lib/domain/yaml-lines'

export type LineMark =
  | { kind: 'open' }
  | { kind: 'plain' }
  | { kind: 'unread' }
  | { kind: 'locked'; reason: Lock }
  | { kind: 'refused'; reason: EditReason }

/** What may be done with each line of a text; the first line first. */
export function lineMarks(text: string, base: EditBase, problems: readonly EditProblem[]): LineMark[] {
  // What a line belongs to is not known in a text that is no YAML.
  const isUnread = problems.some(({ reason }) => reason === 'syntax')
  const refused = new Map(problems.map(({ line, reason }) => [line, reason]))
  return readYamlLines(text).paths.map((path, index): LineMark => {
    const reason = refused.get(index + 1)
    if (reason !== undefined) return { kind: 'refused', reason }
    if (isUnread) return { kind: 'unread' }
    if (path === null) return { kind: 'plain' }
    const lock = lockOf(path, base)
    return lock === null ? { kind: 'open' } : { kind: 'locked', reason: lock }
  })
}

/** The lines of each lock, as `1-3, 7`. */
export function lockedLines(marks: readonly LineMark[]): { reason: Lock; lines: string }[] {
  const found = new Map<Lock, number[]>()
  marks.forEach((mark, index) => {
    if (mark.kind === 'locked') found.set(mark.reason, [...(found.get(mark.reason) ?? []), index + 1])
  })
  return [...found].map(([reason, lines]) => ({ reason, lines: rangesOf(lines) }))
}

function rangesOf(lines: readonly number[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const line of lines) {
    const last = ranges.at(-1)
    if (last?.to === line - 1) last.to = line
    else ranges.push({ from: line, to: line })
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}
