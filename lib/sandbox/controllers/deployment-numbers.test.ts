import { describe, expect, it } from 'vitest'
import type { Deployment } from '@/lib/sandbox/shapes/workload'
import { updateBounds } from './deployment-numbers'

function boundsOf(replicas: number, maxSurge: number | string, maxUnavailable: number | string) {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }
  const { surge, unavailable } = updateBounds({ spec: { replicas, strategy } } as Deployment)
  return [surge, unavailable]
}

describe('maxSurge and maxUnavailable', () => {
  it.each([
    { replicas: 4, maxSurge: 2, maxUnavailable: 0, gives: [2, 0] },
    { replicas: 4, maxSurge: '25%', maxUnavailable: '25%', gives: [1, 1] },
    { replicas: 3, maxSurge: '25%', maxUnavailable: '25%', gives: [1, 0] },
    { replicas: 5, maxSurge: '30%', maxUnavailable: '30%', gives: [2, 1] },
    { replicas: 10, maxSurge: '100%', maxUnavailable: '100%', gives: [10, 10] },
    { replicas: 1, maxSurge: '1%', maxUnavailable: '99%', gives: [1, 0] },
  ])('a surge of $maxSurge of $replicas rounds up, $maxUnavailable unavailable rounds down', (one) => {
    expect(boundsOf(one.replicas, one.maxSurge, one.maxUnavailable)).toEqual(one.gives)
  })

  it('lets one be unavailable where neither allows any', () => {
    expect(boundsOf(3, '0%', '25%')).toEqual([0, 1])
    expect(boundsOf(3, 0, 0)).toEqual([0, 1])
  })

  it('lets no more be unavailable than there are', () => {
    expect(boundsOf(2, 0, 5)).toEqual([0, 2])
    expect(boundsOf(0, '25%', 3)).toEqual([0, 0])
  })

  it('are nothing for Recreate', () => {
    const spec = { replicas: 4, strategy: { type: 'Recreate' } }
    expect(updateBounds({ spec } as Deployment)).toEqual({ surge: 0, unavailable: 0 })
  })
})
