import { expect, it } from 'vitest'
import { bucketOf, newStartIndexes, type StartIndex } from './start-index'
import { nextPlace } from './start-tree'

const numbers = Array.from({ length: 500 }, (_, index) => `user-${index * 7}`)
const long = numbers.map((text) => `a-rather-long-beginning-that-all-of-them-have-${text}`)

const asking = (texts: readonly string[]) =>
  texts.map((start) => ({ start, shortest: start.length, item: start }))

/** The texts that an index gives as beginnings of a value. */
function beginnings(indexes: readonly StartIndex<string>[], value: string): string[] {
  return indexes.flatMap((index) => {
    const bucket = bucketOf(index, value)
    const found = (bucket?.few ?? []).flatMap(({ text, items }) => (value.startsWith(text) ? items : []))
    let at = 0
    for (let place = bucket?.many ?? undefined; place; place = nextPlace(place, value, at)) {
      at += place.text.length
      found.push(...place.items)
    }
    return found
  })
}

it('finds every text that a value begins with, short and long, and no other', () => {
  const texts = ['u', 'user-1', ...numbers, ...long, ...long]
  const indexes = newStartIndexes(asking(texts))
  for (const value of [
    '',
    'u',
    'x',
    'user-',
    'user-70',
    'user-701/more',
    ...numbers,
    ...long.map((text) => `${text}!`),
  ])
    expect(beginnings(indexes, value).sort()).toEqual(texts.filter((text) => value.startsWith(text)).sort())
})

it('leads most values that begin with no text to no bucket', () => {
  const indexes = newStartIndexes(asking(Array.from({ length: 500 }, (_, index) => `u${1_000 + index * 7}-`)))
  const others = Array.from({ length: 5_000 }, (_, index) => `u${1_000 + index}.`)
  const led = others.filter((text) => indexes.some((index) => bucketOf(index, text) !== null))
  expect(led.length).toBeLessThan(1_000)
})

it('leads nowhere without texts', () => {
  expect(newStartIndexes([])).toEqual([])
})

it('leads no value to a bucket that is shorter than all that its items take', () => {
  const indexes = newStartIndexes(
    numbers.map((start) => ({ start, shortest: start.length + 4, item: start })),
  )
  expect(beginnings(indexes, 'user-7')).toEqual([])
  expect(beginnings(indexes, 'user-7-abc')).toEqual(['user-7'])
})
