import type { Test } from './compile-condition'
import type { NormalRequest } from './normal-request'
import type { RouteRule } from './route-rule'
import { bucketOf, type StartBucket, type StartIndex } from './start-index'
import { nextPlace, type StartTree } from './start-tree'

/** One AND-list, but for the condition that it was found by; `place` counts from the first rule on. */
export type Anchored = { rule: RouteRule; place: number; tests: readonly Test[] }

/** The first of these (in their order of places) that holds, when it comes before the best so far; else that. */
export function firstHolding(
  branches: readonly Anchored[],
  request: NormalRequest,
  best: Anchored | null,
): Anchored | null {
  for (const branch of branches) {
    if (best !== null && branch.place >= best.place) return best
    if (holdsAll(branch.tests, request)) return branch
  }
  return best
}

/** The same of those that are found by a beginning of the value. */
export function firstBeginning(
  starts: readonly StartIndex<Anchored>[],
  value: string,
  request: NormalRequest,
  before: Anchored | null,
): Anchored | null {
  let best = before
  for (const index of starts) {
    const bucket = bucketOf(index, value)
    if (bucket !== null) best = firstOfBucket(bucket, value, request, best)
  }
  return best
}

function firstOfBucket(
  { few, many }: StartBucket<Anchored>,
  value: string,
  request: NormalRequest,
  before: Anchored | null,
): Anchored | null {
  let best = before
  for (const { text, length, last, items } of few)
    if (length <= value.length && value.charCodeAt(length - 1) === last && value.startsWith(text))
      best = firstHolding(items, request, best)
  return many === null ? best : firstLedTo(many, value, request, best)
}

function firstLedTo(
  tree: StartTree<Anchored>,
  value: string,
  request: NormalRequest,
  before: Anchored | null,
): Anchored | null {
  let best = before
  let at = 0
  for (let place: StartTree<Anchored> | undefined = tree; place; place = nextPlace(place, value, at)) {
    at += place.text.length
    best = firstHolding(place.items, request, best)
  }
  return best
}

function holdsAll(tests: readonly Test[], request: NormalRequest): boolean {
  for (const test of tests) if (!test(request)) return false
  return true
}
