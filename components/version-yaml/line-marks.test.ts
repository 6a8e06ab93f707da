import { expect, it } from 'vitest'
import type { EditBase } from '@/lib/domain/read-version-edit'
import { lineMarks, lockedLines } from './line-marks'

const base: EditBase = {
  copy: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } },
  container: 0,
  replicas: 'parked',
}
const text = 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 0\n# why\nextra: 1\n'

it('says of each line whether it can be edited', () => {
  const marks = lineMarks(text, base, [{ line: 6, field: 'extra', reason: 'baseline' }])
  expect(marks.map((mark) => ('reason' in mark ? `${mark.kind} ${mark.reason}` : mark.kind))).toEqual([
    'locked identity',
    'locked identity',
    'locked frame',
    'locked parked',
    'plain',
    'refused baseline',
    'plain',
  ])
  expect(lineMarks(text, { ...base, replicas: null }, [])[3]).toEqual({ kind: 'open' })
})

it('says of no line what it is where the text is no YAML', () => {
  const marks = lineMarks(text, base, [{ line: 6, field: '', reason: 'syntax' }])
  expect(marks.map(({ kind }) => kind)).toEqual([...Array(5).fill('unread'), 'refused', 'unread'])
  expect(lockedLines(marks)).toEqual([])
})

it('gathers the lines of each reason', () => {
  expect(lockedLines(lineMarks(text, base, []))).toEqual([
    { reason: 'identity', lines: '1-2' },
    { reason: 'frame', lines: '3' },
    { reason: 'parked', lines: '4' },
    { reason: 'baseline', lines: '6' },
  ])
})
