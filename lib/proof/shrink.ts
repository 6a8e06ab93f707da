import type { LaneGroupInput } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { Comparison } from './compare'
import type { UserRoute } from './door'

/** What can be made smaller: the document, the user's routes and the request. */
export type Reproduction = { input: LaneGroupInput; routes: UserRoute[]; sample: RequestSample }

/**
 * The smallest reproduction found by leaving parts out one at a time, as long as `stillWrong` gives a disagreement. Gives it
 * with what the parties say of it.
 */
export function shrink(
  start: Reproduction & { comparison: Comparison },
  stillWrong: (smaller: Reproduction) => Comparison | null,
): Reproduction & { comparison: Comparison } {
  let best = start
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false
    for (const candidate of smaller(best)) {
      const comparison = stillWrong(candidate)
      if (comparison === null) continue
      best = { ...candidate, comparison }
      isSmaller = true
      break
    }
  }
  return best
}

/** Every reproduction with one part less. */
function* smaller({ input, routes, sample }: Reproduction): Generator<Reproduction> {
  const { entries = [], lanes = [], rules = [] } = input.spec
  const spec = (changed: Partial<LaneGroupInput['spec']>) => ({
    ...input,
    spec: { ...input.spec, ...changed },
  })
  for (const rest of withoutOne(rules)) yield { input: spec({ rules: rest }), routes, sample }
  for (const [index, rule] of rules.entries()) {
    const swap = (changed: typeof rule) => ({
      input: spec({ rules: rules.with(index, changed) }),
      routes,
      sample,
    })
    for (const match of withoutOne(rule.match ?? [])) if (match.length > 0) yield swap({ ...rule, match })
    for (const [at, branch] of (rule.match ?? []).entries()) {
      for (const rest of withoutOne(branch))
        if (rest.length > 0) yield swap({ ...rule, match: (rule.match ?? []).with(at, rest) })
    }
    for (const targets of withoutOne(rule.targets)) if (targets.length > 0) yield swap({ ...rule, targets })
    if (rule.entries) yield swap({ ...rule, entries: undefined })
  }
  for (const rest of withoutOne(lanes)) yield { input: spec({ lanes: rest }), routes, sample }
  for (const [index, { state, passTag, ...lane }] of lanes.entries()) {
    if (state || passTag !== undefined)
      yield { input: spec({ lanes: lanes.with(index, lane) }), routes, sample }
  }
  for (const entry of entries) {
    const left = routes.map((route) => ({
      ...route,
      doors: route.doors.filter((door) => door.entry !== entry.name),
    }))
    const kept = left.filter(({ doors }) => doors.length > 0)
    if (entry.name !== sample.entry)
      yield { input: spec({ entries: entries.filter((one) => one !== entry) }), routes: kept, sample }
  }
  for (const field of ['headers', 'cookies', 'query'] as const) {
    for (const name of Object.keys(sample[field])) {
      const { [name]: _gone, ...rest } = sample[field]
      yield { input, routes, sample: { ...sample, [field]: rest } }
    }
  }
}

function withoutOne<T>(items: readonly T[]): T[][] {
  return items.map((_, index) => items.filter((_item, other) => other !== index))
}
