import { describe, expect, it } from 'vitest'
import { Condition } from '@/lib/domain/condition'
import { negate, operatorsOf, reshape, sources } from './condition-shape'

const start: Condition = { source: 'header', name: 'x-user', operator: 'exact', value: '100', not: true }

describe('reshape', () => {
  it('keeps what still has a place', () => {
    expect(reshape(start, { operator: 'in' })).toEqual({
      source: 'header',
      name: 'x-user',
      operator: 'in',
      values: ['100'],
      not: true,
    })
    expect(reshape(start, { source: 'path' })).toEqual({
      source: 'path',
      operator: 'exact',
      value: '100',
      not: true,
    })
    expect(reshape(start, { operator: 'percent' })).toMatchObject({ value: 100 })
  })

  it('falls back to exact where the operator has no meaning', () => {
    expect(
      reshape({ source: 'cookie', name: 'uid', operator: 'present' }, { source: 'method' }).operator,
    ).toBe('exact')
  })

  it('gives a valid condition for every source and operator', () => {
    for (const source of sources)
      for (const operator of operatorsOf(source))
        expect(
          Condition.safeParse(reshape(start, { source, operator })).success,
          `${source} ${operator}`,
        ).toBe(true)
  })

  it('negates and back', () => {
    expect(negate(negate(start, false), true)).toEqual(start)
    expect(negate(start, false)).not.toHaveProperty('not')
  })
})
