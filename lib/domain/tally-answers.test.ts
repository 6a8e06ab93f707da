import { expect, it } from 'vitest'
import type { ProbedAnswer } from './answering-lane'
import { tallyAnswers } from './tally-answers'
import { tallyValues } from './tally-values'
import { versionReader } from './version-extractor'

const readVersion = versionReader({ by: 'regex', pattern: 'V\\d+' })
const words = '无依赖测试接口返回->OK!'
/** An answer of the mesh document: it names no pod, and only the new version says what it is. */
const micro = (prefix: '' | 'V3|', status = 200): ProbedAnswer => {
  const body = `{"code":0,"data":"${prefix}${words}","message":"成功"}`
  return { status, hops: [], version: readVersion({ headers: {}, body }) }
}
/** Three of ten, as in the document. */
const answers = Array.from({ length: 10 }, (_, index) => micro(index % 4 === 0 ? 'V3|' : ''))
const shares = [
  { lane: 'baseline', share: 0.7 },
  { lane: 'v2', share: 0.3 },
]
const means = [
  { version: 'V3', lane: 'v2' },
  { version: null, lane: 'baseline' },
]

it('counts by version, and judges nothing before all are told', () => {
  const nothing = { lanes: ['v2'], means: [] }
  expect(tallyValues(answers, nothing)).toMatchObject([
    { version: null, count: 7, lanes: [], untold: 7 },
    { version: 'V3', count: 3, lanes: [], untold: 3 },
  ])
  expect(tallyAnswers(answers, nothing, shares)).toMatchObject([
    { lane: 'unknown', count: 10, expected: null, fits: null },
    { lane: 'baseline', count: 0, expected: 0.7, fits: null },
    { lane: 'v2', count: 0, expected: 0.3, fits: null },
  ])
})

it('knows what versions stand for, and whether the split is the expected one', () => {
  const known = { lanes: ['v2'], means }
  expect(tallyValues(answers, known).map(({ lanes }) => lanes)).toEqual([['baseline'], ['v2']])
  expect(tallyAnswers(answers, known, shares)).toMatchObject([
    { lane: 'v2', count: 3, share: 0.3, expected: 0.3, fits: true, enough: false },
    { lane: 'baseline', count: 7, share: 0.7, expected: 0.7, fits: true, enough: false },
  ])
  const all = [{ lane: 'v2', share: 1 }]
  expect(tallyAnswers(answers, known, all).map(({ fits }) => fits)).toEqual([false, false])
  expect(tallyAnswers(answers, known, null).map(({ expected, fits }) => [expected, fits])).toEqual([
    [null, null],
    [null, null],
  ])
})

it('takes a version that is called as a lane for that lane, and what the answer tells else', () => {
  const known = { lanes: ['v2'], means: [] }
  const named: ProbedAnswer[] = [
    { status: 200, hops: [], version: 'v2' },
    { status: 200, hops: [{ lane: 'v2' }], version: 'V3' },
    { status: 200, hops: [{ lane: 'v2' }] },
  ]
  expect(tallyAnswers(named, known, [{ lane: 'v2', share: 1 }])).toMatchObject([
    { lane: 'v2', count: 3, fits: true },
  ])
})

it('counts no error without a version, and no missing answer, for anybody', () => {
  const known = { lanes: ['v2'], means }
  const failed: ProbedAnswer[] = [
    micro('', 503),
    { status: null, hops: [], version: null },
    micro('V3|', 500),
  ]
  expect(tallyAnswers(failed, known, null)).toMatchObject([
    { lane: 'unknown', count: 2 },
    { lane: 'v2', count: 1 },
  ])
})
