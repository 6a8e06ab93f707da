import { describe, expect, it } from 'vitest'
import type { TrafficView, VersionTraffic } from '@/lib/services/schemas/traffic'
import {
  ageSeconds,
  errorOutliers,
  fallingBack,
  laneSentences,
  parseWindow,
  verdictOf,
} from './traffic-summary'

const version = (lane: string, part: Partial<VersionTraffic> = {}): VersionTraffic => ({
  lane,
  colour: lane === 'baseline' ? -1 : 0,
  requests: 300,
  rps: 1,
  share: 0.3,
  expected: 0.3,
  interval: [0.25, 0.35],
  enough: true,
  errorRate: 0,
  p50: 0.01,
  p95: 0.02,
  p99: 0.03,
  ...part,
})
const traffic = (...applications: TrafficView['applications']): TrafficView => ({
  asOf: '2026-01-01T00:00:00.000Z',
  source: 'scrape',
  windowSeconds: 300,
  coveredSeconds: 300,
  problem: null,
  applications,
})
const a = {
  application: 'a',
  measuredAt: 'gateway',
  versions: [version('baseline'), version('gray')],
} as const

describe('traffic summary', () => {
  it('judges a share only when it can', () => {
    expect(verdictOf(version('gray'))).toBe('asConfigured')
    expect(verdictOf(version('gray', { expected: 0.5 }))).toBe('differs')
    expect(verdictOf(version('gray', { enough: false, expected: 0.5 }))).toBe('tooFew')
    expect(verdictOf(version('gray', { expected: null }))).toBe('observed')
    expect(verdictOf(version('gray', { share: null, interval: null }))).toBe('none')
  })

  it('says each lane once, where it first appears', () => {
    const c = { application: 'c', measuredAt: 'pods', versions: [version('gray'), version('beta')] } as const
    const sentences = laneSentences(
      traffic({ ...a, versions: [...a.versions] }, { ...c, versions: [...c.versions] }),
    )
    expect(sentences.map(({ lane, application }) => `${lane}@${application}`)).toEqual(['gray@a', 'beta@c'])
  })

  it('names versions that err more than the baseline', () => {
    const erring = [version('baseline', { errorRate: 0.001 }), version('gray', { errorRate: 0.023 })]
    expect(errorOutliers(traffic({ application: 'c', measuredAt: 'pods', versions: erring }))).toEqual([
      { application: 'c', lane: 'gray', rate: 0.023 },
    ])
    expect(errorOutliers(traffic({ ...a, versions: [...a.versions] }))).toEqual([])
  })

  it('names the lanes that fall back', () => {
    expect(fallingBack(['gray', 'beta'], { ...a, versions: [...a.versions] })).toEqual(['beta'])
  })

  it('reads the window and the age', () => {
    expect(parseWindow('60')).toBe(60)
    expect(parseWindow('7')).toBe(300)
    expect(ageSeconds('2026-01-01T00:00:00.000Z', Date.parse('2026-01-01T00:00:09.400Z'))).toBe(9)
    expect(ageSeconds(null, 0)).toBeNull()
  })
})
