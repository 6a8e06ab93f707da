import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick } from '@/lib/domain/testdata/random'

/** How a lane becomes the baseline. */
export type Strategy = 'image' | 'switch'

/** What one step of a life cycle does; shares, tags and applications are drawn with it. */
export type LifeStep =
  | { do: 'create' | 'weights'; share: number; tag: string; applications: readonly string[] }
  | { do: 'park' | 'resume' | 'clean' | 'remove' }
  | { do: 'roll back' }
  | { do: 'promote'; strategy: Strategy; after: 'park' | 'clean' | 'keep' | 'remove' }
  | { do: 'abort'; share: number; tag: string; applications: readonly string[]; afterMs: number }
  | { do: 'kill'; whose: 'lane' | 'baseline' }

/** What lives are drawn from: the lane's applications, of which the first is always one, and the ways of promoting. */
export type LifeChoices = {
  applications: readonly string[]
  strategies: readonly Strategy[]
  mostShare: number
}

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

/** `none` is so after a switch alone: the lane's workload is the baseline, and another lane may be opened over it. */
type LaneState = 'active' | 'away' | 'none'

/**
 * A life of a lane from its creation to its removal, with so many steps between: each is one that the state before
 * allows. A roll back leads to where the lane stood over the first baseline. The same numbers draw the same life.
 */
export function drawLife(random: () => number, between: number, choices: LifeChoices): LifeStep[] {
  const life = new DrawnLife(random, choices)
  const steps: LifeStep[] = [life.opened('create')]
  for (let index = 0; index < between; index++) steps.push(life.next())
  return [...steps, ...life.end()]
}

class DrawnLife {
  private state: LaneState = 'active'
  private isSwitched = false
  private readonly applications: readonly string[]
  private readonly tag: () => string

  constructor(
    private readonly random: () => number,
    private readonly choices: LifeChoices,
  ) {
    const [first = '', ...others] = choices.applications
    this.applications = [first, ...others.filter(() => random() < 0.5)]
    this.tag = () => `1.${1 + Math.floor(random() * 9)}.0`
  }

  opened(what: 'create' | 'weights'): LifeStep {
    this.state = 'active'
    return { do: what, share: this.share(), tag: this.tag(), applications: this.applications }
  }

  next(): LifeStep {
    if (this.state === 'none') return this.afterSwitch()
    if (this.state === 'away')
      return this.random() < 0.8 ? this.changed('resume', 'active') : this.rolledBack()
    const next = pick(this.random, nexts)
    switch (next) {
      case 'weights':
        return this.opened(next)
      case 'promote':
        return this.promoted()
      case 'abort': {
        const { applications } = this
        const afterMs = Math.floor(this.random() * 1_000)
        return { do: next, share: this.share(), tag: '2.0.0', applications, afterMs }
      }
      case 'kill':
        return { do: next, whose: this.random() < 0.5 ? 'lane' : 'baseline' }
      case 'roll back':
        return this.rolledBack()
      default:
        return this.changed(next, 'away')
    }
  }

  /** So that the next life finds the baseline in its place and no lane. */
  end(): LifeStep[] {
    return this.isSwitched ? [this.rolledBack(), { do: 'remove' }] : [{ do: 'remove' }]
  }

  private afterSwitch(): LifeStep {
    const next = pick(this.random, ['create', 'kill', 'roll back'] as const)
    if (next === 'create') return this.opened(next)
    return next === 'kill' ? { do: next, whose: 'baseline' } : this.rolledBack()
  }

  private promoted(): LifeStep {
    const strategies = this.choices.strategies.filter((one) => one === 'image' || !this.isSwitched)
    const strategy = pick(this.random, strategies)
    if (strategy === 'switch') {
      this.state = 'none'
      this.isSwitched = true
      return { do: 'promote', strategy, after: 'remove' }
    }
    const after = pick(this.random, ['park', 'clean', 'keep'] as const)
    if (after !== 'keep') this.state = 'away'
    return { do: 'promote', strategy, after }
  }

  private rolledBack(): LifeStep {
    this.state = 'active'
    this.isSwitched = false
    return { do: 'roll back' }
  }

  private changed(what: 'park' | 'clean' | 'resume', state: LaneState): LifeStep {
    this.state = state
    return { do: what }
  }

  private readonly share = (): number =>
    Math.min(this.choices.mostShare, 10 * (1 + Math.floor(this.random() * 9)))
}

/** What a step is counted as. */
export function kindOf(step: LifeStep): string {
  return step.do === 'promote' ? `promote by ${step.strategy}` : step.do
}

/** Whether a document has the lane, with pods: where a life can go on from. */
export function isActive({ spec }: LaneGroupDocument): boolean {
  return spec.lanes.some(({ state, versions }) => state === 'active' && versions.length > 0)
}
