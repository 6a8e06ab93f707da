import { expect, it } from 'vitest'
import { mayPass, newValueFilter } from './value-filter'

const texts = Array.from({ length: 500 }, (_, index) => `user-${index * 7}`)
const long = texts.map((text) => `a-rather-long-beginning-of-${text}`)
const others = Array.from({ length: 5_000 }, (_, index) => `user-${10_000 + index}`)

it('lets every text of the set pass, short and long', () => {
  const filter = newValueFilter([...texts, ...long, ''], [])
  expect([...texts, ...long, ''].filter((text) => !mayPass(filter, text))).toEqual([])
})

it('lets everything pass that begins with a text, short and long', () => {
  const filter = newValueFilter([], [...texts, ...long])
  const values = [...texts, ...long]
  expect(values.filter((text) => !mayPass(filter, text) || !mayPass(filter, `${text}/more`))).toEqual([])
})

it('keeps most others back', () => {
  const filter = newValueFilter(texts, ['user-7', 'user-8'])
  expect(others.filter((text) => mayPass(filter, text)).length).toBeLessThan(1_000)
})

it('lets nothing pass where there is nothing', () => {
  const filter = newValueFilter([], [])
  expect(['', 'a', 'user-7', ...long].filter((text) => mayPass(filter, text))).toEqual([])
})

it('tells a text from a beginning', () => {
  const filter = newValueFilter(['abc'], ['xyz'])
  expect(['abc', 'abcd', 'xyz', 'xyzw', 'xy'].map((value) => mayPass(filter, value))).toEqual([
    ...[true, false, true, true, false],
  ])
})
