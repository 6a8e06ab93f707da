import type { ApplicationTraffic, TrafficView, VersionTraffic } from '@/lib/services/schemas/traffic'

export const windows = [60, 300, 900, 3600] as const
export type WindowSeconds = (typeof windows)[number]

export function parseWindow(text: string | null | undefined): WindowSeconds {
  return windows.find((seconds) => String(seconds) === text) ?? 300
}

/** What the page says of one lane at the application where it enters. */
export type LaneSentence = {
  lane: string
  colour: number
  application: string
  share: number | null
  expected: number | null
  interval: readonly [number, number] | null
  verdict: 'asConfigured' | 'differs' | 'tooFew' | 'observed' | 'none'
}

/** One sentence per lane, from the first application that has a version of it. */
export function laneSentences(traffic: TrafficView): LaneSentence[] {
  const seen = new Set<string>(['baseline'])
  return traffic.applications.flatMap(({ application, versions }) =>
    versions.flatMap((version) => {
      if (seen.has(version.lane)) return []
      seen.add(version.lane)
      const { lane, colour, share, expected, interval } = version
      return [{ lane, colour, application, share, expected, interval, verdict: verdictOf(version) }]
    }),
  )
}

export function verdictOf(version: VersionTraffic): LaneSentence['verdict'] {
  const { share, expected, interval, enough } = version
  if (share === null || interval === null) return 'none'
  if (!enough) return 'tooFew'
  if (expected === null) return 'observed'
  return interval[0] <= expected && expected <= interval[1] ? 'asConfigured' : 'differs'
}

/** Versions whose error rate is above the baseline's by more than noise: twice, and at least one point of a hundred. */
export function errorOutliers(traffic: TrafficView): { application: string; lane: string; rate: number }[] {
  return traffic.applications.flatMap(({ application, versions }) => {
    const base = versions.find(({ lane }) => lane === 'baseline')?.errorRate ?? 0
    return versions.flatMap(({ lane, errorRate, enough }) =>
      lane !== 'baseline' && enough && errorRate !== null && errorRate > base * 2 && errorRate - base >= 0.01
        ? [{ application, lane, rate: errorRate }]
        : [],
    )
  })
}

/** Lanes of the group without a version of this application: their requests take the baseline. */
export function fallingBack(lanes: readonly string[], application: ApplicationTraffic): string[] {
  const present = new Set(application.versions.map(({ lane }) => lane))
  return lanes.filter((lane) => !present.has(lane))
}

/** How old the measurement is in whole seconds; null when there is none. */
export function ageSeconds(asOf: string | null, now: number): number | null {
  if (asOf === null) return null
  return Math.max(0, Math.round((now - Date.parse(asOf)) / 1000))
}
