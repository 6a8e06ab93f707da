import { expect, it } from 'vitest'
import { mayBe, newTextFilter } from './text-filter'

const texts = Array.from({ length: 500 }, (_, index) => `user-${index * 7}`)

it('lets every text of the set pass, also as the beginning of a value', () => {
  const filter = newTextFilter(texts)
  expect(texts.filter((text) => !mayBe(filter, text, text.length))).toEqual([])
  expect(texts.filter((text) => !mayBe(filter, `${text}/more`, text.length))).toEqual([])
})

it('keeps most others back', () => {
  const filter = newTextFilter(texts)
  const others = Array.from({ length: 5_000 }, (_, index) => `user-${10_000 + index}`)
  expect(others.filter((text) => mayBe(filter, text, text.length)).length).toBeLessThan(1_000)
})

it('lets nothing pass where the set is empty', () => {
  const filter = newTextFilter([])
  expect(['', 'a', 'user-7'].filter((text) => mayBe(filter, text, text.length))).toEqual([])
})
