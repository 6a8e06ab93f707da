import { expect, it } from 'vitest'
import { mayBegin, newStartFilter } from './start-filter'

const texts = Array.from({ length: 500 }, (_, index) => `user-${index * 7}`)
const long = texts.map((text) => `a-rather-long-beginning-of-${text}`)

it('lets everything pass that begins with a text, short and long', () => {
  const filter = newStartFilter([...texts, ...long])
  const values = [...texts, ...long]
  expect(values.filter((text) => !mayBegin(filter, text) || !mayBegin(filter, `${text}/more`))).toEqual([])
})

it('keeps most others back', () => {
  const filter = newStartFilter(Array.from({ length: 500 }, (_, index) => `u${index * 7}-`))
  const others = Array.from({ length: 5_000 }, (_, index) => `u${1_000 + index}`)
  expect(others.filter((text) => mayBegin(filter, text)).length).toBeLessThan(1_000)
})

it('lets nothing pass where there is nothing, nor what is shorter than a text', () => {
  const none = newStartFilter([])
  expect(['', 'a', 'user-7', ...long].filter((text) => mayBegin(none, text))).toEqual([])
  expect(['', 'x', 'xy', 'xyz', 'xyzw'].map((text) => mayBegin(newStartFilter(['xyz']), text))).toEqual([
    ...[false, false, false, true, true],
  ])
})
