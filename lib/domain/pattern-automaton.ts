import { type Automaton, joinedMoves, type Move } from './automaton'
import { type CodeRanges, lastCode } from './code-ranges'
import { type Pattern, parsePattern } from './parse-pattern'

/** A state of an automaton with choices: moves that take a code point, and steps that take none. */
type Node = {
  takes: { of: CodeRanges; to: number }[]
  steps: number[]
  /** Steps that hold only before the first code point, and only after the last one. */
  atBegin: number[]
  atEnd: number[]
}

const mostNodes = 600
const mostStates = 600

class TooLarge extends Error {}

/** The texts that an RE2 pattern matches as a whole; null where it is not read or is too large. */
export function patternAutomaton(text: string): Automaton | null {
  const pattern = parsePattern(text)
  if (pattern === null) return null
  try {
    const nodes: Node[] = []
    const start = newNode(nodes)
    const end = build(pattern, start, nodes)
    return determined(nodes, start, end)
  } catch (error) {
    if (error instanceof TooLarge) return null
    throw error
  }
}

function newNode(nodes: Node[]): number {
  if (nodes.length >= mostNodes) throw new TooLarge()
  nodes.push({ takes: [], steps: [], atBegin: [], atEnd: [] })
  return nodes.length - 1
}

/** Adds a pattern behind the node `from`; gives the node behind the pattern. */
function build(pattern: Pattern, from: number, nodes: Node[]): number {
  switch (pattern.kind) {
    case 'all':
      return pattern.parts.reduce((at, part) => build(part, at, nodes), from)
    case 'repeat':
      return buildRepeat(pattern, from, nodes)
    case 'any': {
      const to = newNode(nodes)
      for (const part of pattern.parts) nodes[build(part, branch(from, nodes), nodes)]?.steps.push(to)
      return to
    }
    case 'one': {
      const to = newNode(nodes)
      nodes[from]?.takes.push({ of: pattern.of, to })
      return to
    }
    case 'begin':
    case 'end': {
      const to = newNode(nodes)
      nodes[from]?.[pattern.kind === 'begin' ? 'atBegin' : 'atEnd'].push(to)
      return to
    }
  }
}

/** A node of its own behind `from`, so that what is built there does not lead back into others. */
function branch(from: number, nodes: Node[]): number {
  const to = newNode(nodes)
  nodes[from]?.steps.push(to)
  return to
}

function buildRepeat(
  { part, least, most }: Extract<Pattern, { kind: 'repeat' }>,
  from: number,
  nodes: Node[],
): number {
  let at = branch(from, nodes)
  for (let count = 0; count < least; count++) at = build(part, at, nodes)
  if (most === Number.POSITIVE_INFINITY) {
    const loop = branch(at, nodes)
    nodes[build(part, loop, nodes)]?.steps.push(loop)
    return branch(loop, nodes)
  }
  const end = newNode(nodes)
  for (let count = least; count < most; count++) {
    nodes[at]?.steps.push(end)
    at = build(part, branch(at, nodes), nodes)
  }
  nodes[at]?.steps.push(end)
  return end
}

/** Nodes reached without taking anything; one that stands behind an end takes nothing any more: `-1 - node`. */
function closure(from: Iterable<number>, nodes: readonly Node[], isBegin: boolean): Set<number> {
  const found = new Set(from)
  for (const at of found) {
    const ended = at < 0
    const node = nodes[ended ? -1 - at : at]
    if (node === undefined) continue
    const open = [...node.steps, ...(isBegin ? node.atBegin : [])]
    for (const to of open) found.add(ended ? -1 - to : to)
    for (const to of node.atEnd) found.add(-1 - to)
  }
  return found
}

function determined(nodes: readonly Node[], start: number, end: number): Automaton {
  const places = new Map<string, number>()
  const sets: Set<number>[] = []
  const placeOf = (set: Set<number>) => {
    const key = [...set].sort((one, other) => one - other).join()
    const known = places.get(key)
    if (known !== undefined) return known
    if (sets.length >= mostStates) throw new TooLarge()
    places.set(key, sets.length)
    sets.push(set)
    return sets.length - 1
  }
  placeOf(closure([start], nodes, true))
  const moves: Move[][] = []
  for (const set of sets) {
    const taken = [...set].flatMap((at) => nodes[at]?.takes ?? [])
    const lasts = new Set([lastCode])
    for (const { of } of taken) {
      for (const [first, last] of of) {
        if (first > 0) lasts.add(first - 1)
        lasts.add(last)
      }
    }
    const own = [...lasts]
      .sort((one, other) => one - other)
      .map((last) => ({ last, to: placeOf(closure(targets(taken, last), nodes, false)) }))
    moves.push(joinedMoves(own))
  }
  return { accepts: sets.map((set) => set.has(end) || set.has(-1 - end)), moves }
}

function targets(taken: readonly { of: CodeRanges; to: number }[], code: number): number[] {
  return taken.flatMap(({ of, to }) =>
    of.some(([first, last]) => first <= code && code <= last) ? [to] : [],
  )
}
