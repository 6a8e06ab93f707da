import { describe, expect, it } from 'vitest'
import { listAddress, listQuery } from './list-query'

describe('listQuery', () => {
  it('takes what makes sense and leaves the rest out', () => {
    const query = listQuery({ search: 'mall', state: 'nonsense', sort: 'updated', cluster: '' })
    expect(query).toMatchObject({ search: 'mall', sort: 'updated', limit: 50 })
    expect([query.state, query.cluster]).toEqual([undefined, undefined])
    expect(listQuery({ search: ['a', 'b'] }).search).toBeUndefined()
  })
})

describe('listAddress', () => {
  it('keeps the filters and changes the page', () => {
    const query = listQuery({ search: '商城', state: 'inSync', cursor: 'old' })
    expect(listAddress(query, {})).toBe('/groups?search=%E5%95%86%E5%9F%8E&state=inSync')
    expect(listAddress(query, { cursor: 'n+/=' })).toContain('cursor=n%2B%2F%3D')
    expect(listAddress(listQuery({}), {})).toBe('/groups')
  })
})
