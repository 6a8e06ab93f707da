import { expect, test } from 'vitest'
import { selectsLabels } from './label-selector'

const labels = { app: 'a', tier: 'web' }

test.each([
  [{ matchLabels: { app: 'a' } }, true],
  [{ matchLabels: { app: 'b' } }, false],
  [{ matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['web'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['x'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Like' }] }, false],
  [{}, false],
  [undefined, false],
])('%j selects: %s', (selector, expected) => {
  expect(selectsLabels(selector, labels)).toBe(expected)
})
