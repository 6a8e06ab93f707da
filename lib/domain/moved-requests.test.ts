import { expect, it } from 'vitest'
import { movedRequests } from './moved-requests'
import { mall } from './testdata/mall'

const everyone = (gray: number) => ({
  name: 'everyone',
  targets: [
    { lane: 'baseline', weight: 100 - gray },
    { lane: 'gray', weight: gray },
  ],
})
const [testers] = mall().spec.rules
const rules = (gray: number) => mall({ rules: testers ? [testers, everyone(gray)] : [] })
const [web] = mall().spec.entries

it.each([
  ['the first push', null, rules(10), 0.1, ['testers']],
  ['a wider share', rules(10), rules(30), 0.2, []],
  ['a narrower share', rules(30), rules(10), 0.2, []],
  ['nothing', rules(10), rules(10), 0, []],
  ['a rule that goes', rules(10), mall({ rules: [everyone(10)] }), 0, ['testers']],
  [
    'a parked lane',
    rules(10),
    mall({
      rules: rules(10).spec.rules,
      lanes: mall().spec.lanes.map((lane) => ({ ...lane, state: 'parked' as const })),
    }),
    0.1,
    ['testers'],
  ],
])('tells what moves by %s', (_, before, after, share, names) => {
  if (web === undefined) throw new Error('no entry')
  const moved = movedRequests(before, after, web)
  expect(moved.share).toBeCloseTo(share)
  expect(moved.rules).toEqual(names)
})
