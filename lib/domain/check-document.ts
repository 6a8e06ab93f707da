import { say } from '@/lib/words/sentence'
import { baseline } from './baseline'
import { checkNames } from './check-names'
import { addFieldProblem, type FieldProblems, fieldProblemsOf } from './field-problems'
import type { Lane } from './lane'
import type { LaneGroupDocument } from './lane-group'
import { VersionPatch } from './patch-rules'
import { compileRegex } from './regex'
import type { RouteRule } from './route-rule'

/** What the schema cannot say: references, duplicates, order of rules, strict lanes, patterns, patches, names. */
export function checkDocument(document: LaneGroupDocument): FieldProblems {
  const errors: FieldProblems = {}
  checkApplications(document, errors)
  checkEntries(document, errors)
  checkLanes(document, errors)
  checkRules(document, errors)
  checkNames(document, errors)
  return errors
}

function checkApplications({ spec }: LaneGroupDocument, errors: FieldProblems): void {
  const { applications } = spec
  checkUnique(applications, 'name', ['spec', 'applications'], errors)
  checkUnique(applications, 'deployment', ['spec', 'applications'], errors)
  const known = new Set(applications.map(({ name }) => name))
  for (const [index, application] of applications.entries()) {
    for (const [at, name] of (application.calls ?? []).entries()) {
      if (known.has(name)) continue
      addFieldProblem(
        errors,
        ['spec', 'applications', index, 'calls', at],
        say('checks.noApplication', { name }),
      )
    }
  }
}

function checkEntries({ spec }: LaneGroupDocument, errors: FieldProblems): void {
  const { applications, entries } = spec
  checkUnique(entries, 'name', ['spec', 'entries'], errors)
  const known = new Set(applications.map(({ name }) => name))
  for (const [index, { application }] of entries.entries()) {
    if (known.has(application)) continue
    addFieldProblem(
      errors,
      ['spec', 'entries', index, 'application'],
      say('checks.noApplication', { name: application }),
    )
  }
}

function checkLanes({ spec }: LaneGroupDocument, errors: FieldProblems): void {
  checkUnique(spec.lanes, 'tag', ['spec', 'lanes'], errors)
  const known = new Set(spec.applications.map(({ name }) => name))
  for (const [index, lane] of spec.lanes.entries()) {
    const path = ['spec', 'lanes', index]
    checkUnique(lane.versions, 'application', [...path, 'versions'], errors)
    checkVersions(lane, known, [...path, 'versions'], errors)
    if (spec.mode !== 'strict') continue
    const has = new Set(lane.versions.map(({ application }) => application))
    const lacks = [...known].filter((name) => !has.has(name))
    if (lacks.length > 0) {
      addFieldProblem(
        errors,
        [...path, 'versions'],
        say('checks.strictLacks', { applications: lacks.join(', ') }),
      )
    }
  }
}

function checkVersions(
  lane: Lane,
  known: ReadonlySet<string>,
  path: PropertyKey[],
  errors: FieldProblems,
): void {
  for (const [index, version] of lane.versions.entries()) {
    if (!known.has(version.application)) {
      addFieldProblem(
        errors,
        [...path, index, 'application'],
        say('checks.noApplication', { name: version.application }),
      )
    }
    if (version.patch === undefined) continue
    const patch = VersionPatch.safeParse(version.patch)
    if (!patch.success) fieldProblemsOf(patch.error, [...path, index, 'patch'], errors)
  }
}

function checkRules({ spec }: LaneGroupDocument, errors: FieldProblems): void {
  checkUnique(spec.rules, 'name', ['spec', 'rules'], errors)
  const lanes = new Set([baseline, ...spec.lanes.map(({ tag }) => tag)])
  const entries = new Set(spec.entries.map(({ name }) => name))
  for (const [index, rule] of spec.rules.entries()) {
    const path = ['spec', 'rules', index]
    if (rule.match === undefined && index < spec.rules.length - 1) {
      addFieldProblem(errors, [...path, 'match'], say('checks.onlyLastTakesAll'))
    }
    for (const [at, name] of (rule.entries ?? []).entries()) {
      if (!entries.has(name))
        addFieldProblem(errors, [...path, 'entries', at], say('checks.noEntry', { name }))
    }
    checkUnique(rule.targets, 'lane', [...path, 'targets'], errors)
    for (const [at, { lane }] of rule.targets.entries()) {
      if (!lanes.has(lane))
        addFieldProblem(errors, [...path, 'targets', at, 'lane'], say('checks.noLane', { name: lane }))
    }
    checkPatterns(rule, path, errors)
  }
}

function checkPatterns(rule: RouteRule, path: PropertyKey[], errors: FieldProblems): void {
  for (const [branch, conditions] of (rule.match ?? []).entries()) {
    for (const [index, condition] of conditions.entries()) {
      if (condition.operator !== 'regex') continue
      const regex = compileRegex(condition.value)
      if (regex.ok) continue
      addFieldProblem(
        errors,
        [...path, 'match', branch, index, 'value'],
        say('checks.noPattern', { why: regex.reason }),
      )
    }
  }
}

function checkUnique<K extends string>(
  items: readonly Record<K, string>[],
  key: K,
  path: PropertyKey[],
  errors: FieldProblems,
): void {
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    if (seen.has(item[key]))
      addFieldProblem(errors, [...path, index, key], say('checks.usedTwice', { name: item[key] }))
    seen.add(item[key])
  }
}
