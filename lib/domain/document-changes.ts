import type { LaneVersion } from './lane'
import type { LaneGroupDocument, LaneGroupSpec } from './lane-group'

/** One difference of two documents in the group's own words; `path` differences are those without a word. */
export type DocumentChange =
  | { kind: 'laneAdded' | 'laneRemoved' | 'laneParked' | 'laneCleaned' | 'laneResumed'; lane: string }
  | { kind: 'versionAdded' | 'versionRemoved'; lane: string; application: string; image: string }
  | { kind: 'imageChanged'; lane: string; application: string; from: string; to: string }
  | { kind: 'replicasChanged'; lane: string; application: string; from: string; to: string }
  | { kind: 'ruleAdded' | 'ruleRemoved' | 'ruleMoved' | 'conditionsChanged'; rule: string }
  | { kind: 'targetsChanged'; rule: string; from: string; to: string }
  | { kind: 'applicationAdded' | 'applicationRemoved'; application: string }
  | { kind: 'entryAdded' | 'entryRemoved' | 'entryChanged'; entry: string }
  | { kind: 'fieldChanged'; path: string; from: string; to: string }

/** What changes from one document to another, lanes first, then rules, applications, entries and the rest. */
export function documentChanges(from: LaneGroupDocument, to: LaneGroupDocument): DocumentChange[] {
  return [
    ...laneChanges(from.spec, to.spec),
    ...ruleChanges(from.spec, to.spec),
    ...applicationChanges(from.spec, to.spec),
    ...entryChanges(from.spec, to.spec),
    ...scalarChanges(from.spec, to.spec),
  ]
}

/** Targets as `baseline 90, gray 10`. */
export function targetsText(targets: readonly { lane: string; weight: number }[]): string {
  return targets.map(({ lane, weight }) => `${lane} ${weight}`).join(', ')
}

const stateKind = { active: 'laneResumed', parked: 'laneParked', cleaned: 'laneCleaned' } as const

function laneChanges(from: LaneGroupSpec, to: LaneGroupSpec): DocumentChange[] {
  return pair(from.lanes, to.lanes, ({ tag }) => tag).flatMap(
    ({ key: lane, before, after }): DocumentChange[] => {
      if (after === undefined) return [{ kind: 'laneRemoved', lane }]
      const state: DocumentChange[] =
        before !== undefined && before.state !== after.state ? [{ kind: stateKind[after.state], lane }] : []
      const added: DocumentChange[] = before === undefined ? [{ kind: 'laneAdded', lane }] : []
      const path = `lanes.${lane}`
      return [
        ...added,
        ...state,
        ...(before === undefined ? [] : fieldChanges(path, before, after, ['tag', 'state', 'versions'])),
        ...versionChanges(lane, before?.versions ?? [], after.versions),
      ]
    },
  )
}

function versionChanges(
  lane: string,
  from: readonly LaneVersion[],
  to: readonly LaneVersion[],
): DocumentChange[] {
  return pair(from, to, ({ application }) => application).flatMap(({ key: application, before, after }) => {
    if (before === undefined)
      return after === undefined
        ? []
        : [{ kind: 'versionAdded', lane, application, image: after.image } as const]
    if (after === undefined)
      return [{ kind: 'versionRemoved', lane, application, image: before.image } as const]
    const changes: DocumentChange[] = []
    if (before.image !== after.image)
      changes.push({ kind: 'imageChanged', lane, application, from: before.image, to: after.image })
    if (before.replicas !== after.replicas)
      changes.push({
        kind: 'replicasChanged',
        lane,
        application,
        from: valueText(before.replicas),
        to: valueText(after.replicas),
      })
    const known = ['application', 'image', 'replicas']
    return [...changes, ...fieldChanges(`lanes.${lane}.${application}`, before, after, known)]
  })
}

function ruleChanges(from: LaneGroupSpec, to: LaneGroupSpec): DocumentChange[] {
  const changes = pair(from.rules, to.rules, ({ name }) => name).flatMap(
    ({ key: rule, before, after }): DocumentChange[] => {
      if (before === undefined) return [{ kind: 'ruleAdded', rule }]
      if (after === undefined) return [{ kind: 'ruleRemoved', rule }]
      const conditions: DocumentChange[] = same(before.match, after.match)
        ? []
        : [{ kind: 'conditionsChanged', rule }]
      const targets: DocumentChange[] = same(before.targets, after.targets)
        ? []
        : [
            {
              kind: 'targetsChanged',
              rule,
              from: targetsText(before.targets),
              to: targetsText(after.targets),
            },
          ]
      return [
        ...conditions,
        ...targets,
        ...fieldChanges(`rules.${rule}`, before, after, ['name', 'match', 'targets']),
      ]
    },
  )
  return [...changes, ...movedRules(from, to)]
}

/** Rules of both documents whose place among the common rules differs. */
function movedRules(from: LaneGroupSpec, to: LaneGroupSpec): DocumentChange[] {
  const before = from.rules
    .map(({ name }) => name)
    .filter((name) => to.rules.some((rule) => rule.name === name))
  const after = to.rules.map(({ name }) => name).filter((name) => before.includes(name))
  return after.filter((name, index) => before[index] !== name).map((rule) => ({ kind: 'ruleMoved', rule }))
}

function applicationChanges(from: LaneGroupSpec, to: LaneGroupSpec): DocumentChange[] {
  return pair(from.applications, to.applications, ({ name }) => name).flatMap(
    ({ key: application, before, after }): DocumentChange[] => {
      if (before === undefined) return [{ kind: 'applicationAdded', application }]
      if (after === undefined) return [{ kind: 'applicationRemoved', application }]
      return fieldChanges(`applications.${application}`, before, after, ['name'])
    },
  )
}

function entryChanges(from: LaneGroupSpec, to: LaneGroupSpec): DocumentChange[] {
  return pair(from.entries, to.entries, ({ name }) => name).flatMap(
    ({ key: entry, before, after }): DocumentChange[] => {
      if (before === undefined) return [{ kind: 'entryAdded', entry }]
      if (after === undefined) return [{ kind: 'entryRemoved', entry }]
      return same(before, after) ? [] : [{ kind: 'entryChanged', entry }]
    },
  )
}

function scalarChanges(from: LaneGroupSpec, to: LaneGroupSpec): DocumentChange[] {
  return fieldChanges('', from, to, ['applications', 'entries', 'lanes', 'rules'])
}

function fieldChanges(path: string, from: object, to: object, known: readonly string[]): DocumentChange[] {
  const before = new Map<string, unknown>(Object.entries(from))
  const after = new Map<string, unknown>(Object.entries(to))
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => !known.includes(key) && !same(before.get(key), after.get(key)))
    .map((key) => ({
      kind: 'fieldChanged',
      path: path === '' ? key : `${path}.${key}`,
      from: valueText(before.get(key)),
      to: valueText(after.get(key)),
    }))
}

function pair<T>(from: readonly T[], to: readonly T[], keyOf: (item: T) => string) {
  const before = new Map(from.map((item) => [keyOf(item), item]))
  const after = new Map(to.map((item) => [keyOf(item), item]))
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => ({
    key,
    before: before.get(key),
    after: after.get(key),
  }))
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

function valueText(value: unknown): string {
  if (value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
