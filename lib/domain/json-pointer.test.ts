import { describe, expect, it } from 'vitest'
import { pointerKeys, pointerOf, valueAt, withValueAt } from './json-pointer'

const route = { spec: { rules: [{ filters: [1] }, { backendRefs: ['web'] }] } }

describe('a JSON pointer', () => {
  it('quotes slashes and tildes', () => {
    expect(pointerOf(['a/b', 'c~d'])).toBe('/a~1b/c~0d')
    expect(pointerKeys('/a~1b/c~0d')).toEqual(['a/b', 'c~d'])
  })

  it('names items of lists by index', () => {
    expect(valueAt(route, '/spec/rules/1/backendRefs')).toEqual(['web'])
    expect(valueAt(route, '/spec/rules/2/backendRefs')).toBeUndefined()
  })

  it('sets, adds and removes below a list, which stays a list', () => {
    expect(withValueAt(route, '/spec/rules/1/backendRefs', ['a', 'b']).spec.rules).toEqual([
      { filters: [1] },
      { backendRefs: ['a', 'b'] },
    ])
    expect(withValueAt(route, '/spec/rules/1/filters', [2]).spec.rules[1]).toEqual({
      backendRefs: ['web'],
      filters: [2],
    })
    expect(withValueAt(route, '/spec/rules/0/filters', undefined).spec.rules[0]).toEqual({})
    expect(withValueAt(route, '/spec/rules/0', undefined).spec.rules).toHaveLength(1)
    expect(route.spec.rules[0]).toEqual({ filters: [1] })
  })

  it('makes the objects on the way', () => {
    expect(withValueAt({}, '/metadata/annotations/a~1b', 'x')).toEqual({
      metadata: { annotations: { 'a/b': 'x' } },
    })
  })
})
