import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick } from '@/lib/domain/testdata/random'

/** What one step of a life cycle does; `percent` and `tag` are drawn with it. */
export type LifeStep =
  | { do: 'create' | 'weights'; share: number; tag: string; applications: readonly string[] }
  | { do: 'park' | 'resume' | 'clean' | 'remove' }
  | { do: 'roll back' }
  | { do: 'promote'; after: 'park' | 'clean' | 'keep' }
  | { do: 'abort'; share: number; afterMs: number }
  | { do: 'kill'; whose: 'lane' | 'baseline' }

const letters = ['a', 'b', 'c'] as const

const nexts = [
  'weights',
  'park',
  'clean',
  'roll back',
  'abort',
  'promote',
  'promote',
  'kill',
  'kill',
] as const

/**
 * A life of a lane from its creation to its removal, with so many steps between: each is one that the state before
 * allows. The same numbers draw the same life.
 */
export function drawLife(random: () => number, between: number): LifeStep[] {
  const share = () => 10 * (1 + Math.floor(random() * 9))
  const applications = () => {
    const others = letters.slice(1).filter(() => random() < 0.5)
    return ['a', ...others].map((letter) => `spring-cloud-${letter}`)
  }
  const created = applications()
  const tag = () => `1.${1 + Math.floor(random() * 9)}.0`
  const steps: LifeStep[] = [{ do: 'create', share: share(), tag: tag(), applications: created }]
  let state: 'active' | 'away' = 'active'
  for (let index = 0; index < between; index++) {
    if (state === 'away') {
      steps.push(random() < 0.8 ? { do: 'resume' } : { do: 'roll back' })
      state = 'active'
      continue
    }
    const next = pick(random, nexts)
    if (next === 'weights') steps.push({ do: next, share: share(), tag: tag(), applications: created })
    else if (next === 'promote') {
      const after = pick(random, ['park', 'clean', 'keep'] as const)
      steps.push({ do: next, after })
      if (after !== 'keep') state = 'away'
    } else if (next === 'abort')
      steps.push({ do: next, share: share(), afterMs: Math.floor(random() * 1_000) })
    else if (next === 'kill') steps.push({ do: next, whose: random() < 0.5 ? 'lane' : 'baseline' })
    else steps.push({ do: next })
    if (next === 'park' || next === 'clean') state = 'away'
  }
  return [...steps, { do: 'remove' }]
}

/** Whether a document has the lane, with pods: where a life can go on from. */
export function isActive({ spec }: LaneGroupDocument): boolean {
  return spec.lanes.some(({ state }) => state === 'active')
}
