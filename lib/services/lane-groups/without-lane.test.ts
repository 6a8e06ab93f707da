import { expect, it } from 'vitest'
import type { Match, Target } from '@/lib/domain/route-rule'
import { mall } from '@/lib/domain/testdata/mall'
import { withoutLane } from './without-lane'

const match: Match = [[{ source: 'header', name: 'x', operator: 'exact', value: '1' }]]
const to = (...targets: [lane: string, weight: number][]): Target[] =>
  targets.map(([lane, weight]) => ({ lane, weight }))

it.each<[string, Match | undefined, Target[], Target[] | null]>([
  [
    'the baseline takes the share',
    undefined,
    to(['baseline', 25], ['gray', 50], ['blue', 25]),
    to(['baseline', 75], ['blue', 25]),
  ],
  ['it joins the targets for it', match, to(['gray', 50], ['blue', 50]), to(['blue', 50], ['baseline', 50])],
  ['no share, nothing more', undefined, to(['blue', 1], ['gray', 0]), to(['blue', 1])],
  ['everyone goes to the baseline', undefined, to(['gray', 7]), to(['baseline', 100])],
  ['a condition for the lane alone goes', match, to(['gray', 7]), null],
  ['other rules stay', match, to(['blue', 7]), to(['blue', 7])],
])('%s', (_, of, targets, expected) => {
  const version = { application: 'spring-cloud-a', image: 'a:2' }
  const lanes = ['gray', 'blue'].map((tag) => ({ tag, versions: [version] }))
  const group = mall({ lanes, rules: [{ name: 'r', ...(of && { match: of }), targets }] })
  const { spec } = withoutLane(group, 'gray')
  expect(spec.lanes.map(({ tag }) => tag)).toEqual(['blue'])
  expect(spec.rules.map((rule) => rule.targets)).toEqual(expected === null ? [] : [expected])
})
