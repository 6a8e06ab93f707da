import { type Machine, type Move, moved, moves, verdictOf } from './group-machine'

export type Explored = { states: number; paths: number; broken: string[] }

/**
 * Walks every sequence of moves up to a depth. A refused request ends its path, as what follows is what followed without
 * it. `visit` gets each path that ends.
 */
export function explore(
  first: Machine,
  depth: number,
  visit: (path: readonly Move[], index: number) => void,
): Explored {
  const states = new Set<string>()
  const broken: string[] = []
  let paths = 0
  const walk = (machine: Machine, path: readonly Move[]): void => {
    states.add(JSON.stringify(machine))
    let isEnd = true
    if (path.length < depth) {
      for (const move of moves) {
        const next = moved(machine, move)
        if (next === null) continue
        broken.push(
          ...rulesBroken(machine, move, next).map((rule) => `${[...path, move].join(', ')}: ${rule}`),
        )
        isEnd = false
        if (next === machine) visit([...path, move], paths++)
        else walk(next, [...path, move])
      }
    }
    if (isEnd) visit(path, paths++)
  }
  walk(first, [])
  return { states: states.size, paths, broken }
}

/** What must hold of every move, each in a line. */
function rulesBroken(before: Machine, move: Move, after: Machine): string[] {
  const broken: string[] = []
  const running = after.line.filter(({ state }) => state === 'running')
  if (running.length > 1) broken.push(`${running.length} operations run at a time`)
  if (before.revisions.some((isOpen, index) => after.revisions[index] !== isOpen))
    broken.push('a revision changed')
  if (after.revisions.length > before.revisions.length + 1) broken.push('more than one revision was written')
  if (move === 'abort' || move === 'rollback') {
    if (verdictOf(before, move).answer !== 'accept') broken.push(`${move} is refused`)
    const others = after.line.slice(0, -1)
    if (others.some(({ mustStop }) => !mustStop)) broken.push('something goes on beside it')
  }
  if (
    move === 'save' &&
    verdictOf(before, move).answer === 'accept' &&
    after.revisions.length === before.revisions.length
  )
    broken.push('an accepted save is lost')
  if (move === 'save stale' && after !== before) broken.push('a stale save is written')
  return broken
}
