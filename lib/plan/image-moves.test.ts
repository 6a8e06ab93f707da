import { expect, it } from 'vitest'
import { imageMoves } from './image-moves'

const field = (container: string, before: string, after: string) => ({
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
  uid: 'u',
  path: '/spec',
  application: 'a',
  ...{ container, before, after },
})

it('images go from one to the other; containers are named where there are several, and routes have none', () => {
  expect(imageMoves({ fields: [field('main', 'a:1', 'a:2')] })).toBe('a:1 → a:2')
  expect(imageMoves({ fields: [field('main', 'a:1', 'a:2'), field('side', 'b:1', 'b:2')] })).toBe(
    'main a:1 → a:2, side b:1 → b:2',
  )
  expect(imageMoves({ fields: [field('', 'old', 'new')] })).toBeNull()
  expect(imageMoves({})).toBeNull()
})
