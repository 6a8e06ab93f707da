import { describe, expect, it } from 'vitest'
import { hopLine } from './hop-line'

const hop = (application: string, lane: string, fallback = false) => ({ application, lane, fallback })

describe('hopLine', () => {
  it('dips to the baseline where a hop falls back and rises again', () => {
    const line = hopLine([hop('a', 'gray'), hop('b', 'baseline', true), hop('c', 'gray')])
    const [a, b, c] = line.points
    expect(a?.y).toBeLessThan(b?.y ?? 0)
    expect(c?.y).toBe(a?.y)
    expect(b?.y).toBe(line.baselineY)
    expect(line.path.match(/C/g)).toHaveLength(2)
  })

  it('is straight when nothing falls back, and empty without hops', () => {
    expect(hopLine([hop('a', 'gray'), hop('b', 'gray')]).path).not.toContain('C')
    expect(hopLine([])).toMatchObject({ path: '', points: [] })
  })
})
