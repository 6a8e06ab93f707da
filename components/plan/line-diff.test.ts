import { describe, expect, it } from 'vitest'
import { diffLines, hunksOf } from './line-diff'

const marks = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`)

describe('diffLines', () => {
  it('keeps what both have', () => {
    expect(marks('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' a', '-b', '+x', ' c'])
    expect(marks('a\nb\nc\nd', 'a\nc\nd\ne')).toEqual([' a', '-b', ' c', ' d', '+e'])
  })

  it('shows a new or a deleted text whole', () => {
    expect(marks('', 'a\nb\n')).toEqual(['+a', '+b'])
    expect(marks('a\n', '')).toEqual(['-a'])
    expect(marks('a\n', 'a')).toEqual([' a'])
  })

  it('rebuilds both sides from its lines', () => {
    const before = 'kind: Ingress\nmetadata:\n  name: a\n  labels: {}\nspec:\n  rules:\n  - host: a\n'
    const after = 'kind: Ingress\nmetadata:\n  name: b\nspec:\n  class: mse\n  rules:\n  - host: b\n'
    const lines = diffLines(before, after)
    const side = (kind: string) =>
      `${lines.flatMap((line) => (line.kind === 'same' || line.kind === kind ? [line.text] : [])).join('\n')}\n`
    expect(side('removed')).toBe(before)
    expect(side('added')).toBe(after)
  })
})

describe('hunksOf', () => {
  it('counts what it leaves out', () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    const hunks = hunksOf(diffLines(text.join('\n'), text.with(10, 'changed').join('\n')), 2)
    expect(hunks).toHaveLength(1)
    expect(hunks[0]?.skipped).toBe(8)
    expect(hunks[0]?.lines).toHaveLength(6)
  })

  it('is empty when nothing changed', () => {
    expect(hunksOf(diffLines('a', 'a'))).toEqual([])
  })
})
