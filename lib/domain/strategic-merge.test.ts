import { describe, expect, it } from 'vitest'
import { strategicMerge } from './strategic-merge'

const container = {
  name: 'web',
  image: 'a:1',
  env: [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'x' } } },
  ],
  args: ['x', 'y'],
}
const base = { replicas: 2, template: { containers: [container, { name: 'side', image: 's:1' }] } }
const merged = (patch: object) => strategicMerge(base, { template: { containers: [patch] } })

describe('strategicMerge', () => {
  it('merges lists by their key and keeps the order', () => {
    expect(merged({ name: 'side', image: 's:2' })).toEqual({
      replicas: 2,
      template: { containers: [container, { name: 'side', image: 's:2' }] },
    })
  })

  it('changes, adds and removes variables by name', () => {
    const env = [
      { name: 'A', $patch: 'delete' },
      { name: 'B', value: '2' },
      { name: 'C', value: '3' },
    ]
    expect(merged({ name: 'web', env })).toMatchObject({
      template: {
        containers: [
          {
            name: 'web',
            env: [
              { name: 'B', value: '2' },
              { name: 'C', value: '3' },
            ],
          },
          { name: 'side' },
        ],
      },
    })
    expect(JSON.stringify(merged({ name: 'web', env }))).not.toContain('fieldPath')
  })

  it('replaces lists without keys, and removes with null', () => {
    expect(merged({ name: 'web', args: ['z'] })).toMatchObject({
      template: { containers: [{ args: ['z'] }, {}] },
    })
    expect(strategicMerge(base, { replicas: null })).not.toHaveProperty('replicas')
  })

  it('changes neither input', () => {
    const before = structuredClone(base)
    merged({ name: 'web', env: [{ name: 'A', value: '9' }] })
    expect(base).toEqual(before)
  })
})
