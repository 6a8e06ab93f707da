import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Match } from '@/lib/domain/route-rule'
import { configuredShares } from '@/lib/domain/shares'

/** Who goes into one lane, and which applications answer there as the baseline. */
export type LaneIntake = {
  tag: string
  /** Parked or cleaned: it takes no requests. */
  closed: 'parked' | 'cleaned' | null
  /** The rules with conditions that lead here; `share` is the part of their requests, 0..1. */
  rules: { name: string; match: Match; share: number }[]
  /** Of the requests that no condition decides, 0..1. */
  everyone: number
  fallsBack: string[]
}

export function laneIntakes(document: LaneGroupDocument): LaneIntake[] {
  const { lanes, rules, applications } = document.spec
  const shares = configuredShares(document)
  return lanes.map(({ tag, state, versions }) => ({
    tag,
    closed: state === 'active' ? null : state,
    rules: rules.flatMap(({ name, match, targets }) => {
      const sum = targets.reduce((total, { weight }) => total + weight, 0)
      const own = targets.find(({ lane }) => lane === tag)?.weight ?? 0
      return match === undefined || own === 0 ? [] : [{ name, match, share: own / sum }]
    }),
    everyone: shares.find(({ lane }) => lane === tag)?.share ?? 0,
    fallsBack: applications
      .filter(({ name }) => versions.every(({ application }) => application !== name))
      .map(({ name }) => name),
  }))
}

/** Whether conditions decide for some requests, so that the rest is “everyone else”. */
export function hasConditions(document: LaneGroupDocument): boolean {
  return document.spec.rules.some(
    ({ match, targets }) => match !== undefined && targets.some(({ lane }) => lane !== baseline),
  )
}
