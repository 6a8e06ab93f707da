import type { Condition } from '@/lib/domain/condition'
import type { RouteRule } from '@/lib/domain/route-rule'
import { pick } from '@/lib/domain/testdata/random'
import type { Feature } from '@/lib/providers/feature'
import { drawAnchors, drawCondition, type Random } from './draw-condition'
import type { DrawHints } from './family'

type Features = ReadonlySet<Feature>

type TargetContext = { features: Features; lanes: readonly string[]; draw: DrawHints | undefined }

const weights = [0, 1, 2, 5, 50, 99, 100, 333, 600_000] as const
const percents = [0, 1, 5, 50, 99, 100] as const

/** Up to four rules with conditions and maybe one for everyone, over these lanes and entries. */
export function drawRules(
  random: Random,
  all: Features,
  {
    lanes: tags,
    entries,
    draw,
  }: { lanes: readonly string[]; entries: readonly string[]; draw: DrawHints | undefined },
): RouteRule[] {
  const isUsual = random() < 0.95
  const features = isUsual ? withoutSome(random, all, draw) : all
  const lanes = draw?.oneLane && isUsual ? [pick(random, tags)] : tags
  const most = draw?.rules !== undefined && isUsual ? draw.rules : 4
  const hasConditions = [...features].some((feature) => feature.endsWith('-exact'))
  const count = hasConditions || random() < 0.05 ? drawCount(random, most) : 0
  const anchors = most > 1 && random() < 0.5 ? drawAnchors(random, features, count) : []
  const rules = Array.from({ length: count }, (_, index): RouteRule => {
    const anchor = random() < 0.95 ? (anchors[index] ?? null) : null
    return {
      name: `r${index}`,
      ...(entries.length > 1 && random() < 0.3 && { entries: [pick(random, entries)] }),
      match: drawMatch(random, features, anchor),
      targets: conditionalTargets(random, { features, lanes, draw }),
    }
  })
  if (count > 0 && random() < (draw?.rules === 1 ? 0.8 : 0.35)) return rules
  const sticky =
    random() < (features.has('sticky') ? 0.3 : 0.01) ? { source: 'cookie' as const, name: 'uid' } : undefined
  return [
    ...rules,
    {
      name: 'everyone',
      targets: withBaselinePods(openTargets(random, { features, lanes, draw }), draw),
      ...(sticky && { sticky }),
    },
  ]
}

/** Where one rule is all that can be, it is mostly there. */
function drawCount(random: Random, most: number): number {
  return most === 1 && random() < 0.8 ? 1 : Math.floor(random() * (most + 1))
}

function withoutSome(random: Random, features: Features, draw: DrawHints | undefined): Features {
  const without = draw?.without && pick(random, draw.without)
  return without ? new Set([...features].filter((feature) => !without.test(feature))) : features
}

function drawMatch(random: Random, features: Features, anchor: Condition | null): Condition[][] {
  const many = features.has('or') ? random() < 0.4 : random() < 0.01
  const branches = many ? 2 + Math.floor(random() * 2) : 1
  return Array.from({ length: branches }, () => drawBranch(random, features, anchor))
}

function drawBranch(random: Random, features: Features, anchor: Condition | null): Condition[] {
  const one = () => drawCondition(random, features)
  if (features.has('and')) {
    const more = Array.from({ length: Math.floor(random() * 3) }, one)
    return anchor ? [anchor, ...more] : [one(), ...more]
  }
  const joins = features.has('and-header-query') && random() < 0.3
  const first = anchor ?? one()
  const second = joins
    ? drawCondition(random, only(features, first.source === 'header' ? 'query' : 'header'))
    : one()
  return (joins && (first.source === 'header' || first.source === 'query')) || random() < 0.01
    ? [first, second]
    : [first]
}

/** The features without conditions of other sources. */
function only(features: Features, source: 'header' | 'query'): Features {
  return new Set([...features].filter((feature) => feature.startsWith(`${source}-`)))
}

function conditionalTargets(random: Random, context: TargetContext): RouteRule['targets'] {
  const { features, lanes } = context
  const lane = pick(random, [...lanes, ...lanes, 'baseline'])
  if (random() >= (features.has('weighted-match') ? 0.3 : 0.01)) {
    const idle = lanes.find((other) => other !== lane)
    const none = random() < 0.1 && idle !== undefined ? [{ lane: idle, weight: 0 }] : []
    return [{ lane, weight: pick(random, [1, 99, 100]) }, ...none]
  }
  return openTargets(random, context)
}

function openTargets(random: Random, { features, lanes, draw }: TargetContext): RouteRule['targets'] {
  if (random() < 0.1) return [{ lane: pick(random, [...lanes, 'baseline']), weight: 100 }]
  const most = features.has('n-way') || random() < 0.03 ? lanes.length : 1
  const chosen = [...lanes].sort(() => random() - 0.5).slice(0, 1 + Math.floor(random() * most))
  if (random() < 0.5 && chosen.length === 1) {
    const percent = pick(random, percents)
    return [
      { lane: 'baseline', weight: 100 - percent },
      { lane: chosen[0] ?? '', weight: percent },
    ]
  }
  const withBaseline = random() < 0.8 ? ['baseline', ...chosen] : chosen
  const isWhole = draw?.byPods || (draw?.wholePercents && random() < 0.95)
  const parts = isWhole
    ? wholePercents(random, withBaseline.length)
    : withBaseline.map(() => pick(random, weights))
  return withBaseline.map((lane, index) => ({ lane, weight: parts[index] ?? 0 }))
}

/** Where pods make the shares the baseline takes a part. */
function withBaselinePods(targets: RouteRule['targets'], draw: DrawHints | undefined): RouteRule['targets'] {
  const hasBaseline = targets.some(({ lane, weight }) => lane === 'baseline' && weight > 0)
  if (!draw?.byPods || hasBaseline) return targets
  return [{ lane: 'baseline', weight: 20 }, ...targets.filter(({ lane }) => lane !== 'baseline')]
}

/** Numbers that make 100 together. */
function wholePercents(random: Random, count: number): number[] {
  const cuts = Array.from({ length: count - 1 }, () => pick(random, [0, 1, 5, 33, 50, 99, 100])).sort(
    (one, other) => one - other,
  )
  return [...cuts, 100].map((cut, index) => cut - (cuts[index - 1] ?? 0))
}
