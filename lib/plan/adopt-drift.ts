import { asObject, type JsonObject } from '@/lib/domain/json'
import { valueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneVersion } from '@/lib/domain/lane'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RouteRule } from '@/lib/domain/route-rule'
import { strategicMerge } from '@/lib/domain/strategic-merge'
import { buildDesired, type DesiredInput } from './desired'
import type { DriftFinding } from './drift'
import { fieldWords } from './drifted-edits'
import { differences } from './drifted-fields'
import { fieldPatch } from './field-patch'
import { objectIndex } from './find-object'
import { readable } from './merge-live'
import { keepAdded, restoreEdits } from './restore-edits'
import type { Desired, FieldDiff } from './types'

/**
 * The document that wants what stands in a field now, and nothing else otherwise than before; null where no document can
 * say it. It is found by trying: each change that could mean the value is rendered and compared with the cluster.
 * `others` are the differences beside it.
 */
export function adoptDrift(
  input: DesiredInput,
  finding: DriftFinding,
  others: readonly DriftFinding[],
): LaneGroupDocument | null {
  const live = restoreEdits(input.live)
  const render = (document: LaneGroupDocument): Desired => {
    const desired = buildDesired({ ...input, live, document })
    return { ...desired, edits: keepAdded(desired.edits, input.live) }
  }
  const before = render(input.document)
  const open = openDifferences(before, input)
  const own = `${refKey(finding.object)}#${finding.path}`
  const tried = candidates(input.document, before, finding, others).slice(0, mostTried)
  for (const document of tried) {
    const desired = render(document)
    if (desired.errors.length > before.errors.length) continue
    const left = openDifferences(desired, input)
    if (left.has(own) || desired.items.length !== before.items.length) continue
    if ([...left].every(([field, wanted]) => open.get(field) === wanted)) return document
  }
  return null
}

/** Each is rendered whole, which takes milliseconds. */
const mostTried = 300

/** What a push would change of the objects that stand: by `object#field` the value that is wanted, as JSON. */
function openDifferences({ items, edits }: Desired, { live }: DesiredInput): Map<string, string> {
  const find = objectIndex(live.objects)
  const ours = items.flatMap(({ object }) => {
    const found = find(refOf(object))
    return found ? differencesOf(found, object) : []
  })
  const theirs = edits.flatMap(({ ref, path, after }) => {
    const found = find(ref)
    if (found === undefined) return []
    return differences(valueAt(found, path), after, fieldWords(found, path)).map((diff) =>
      entryOf(refKey(ref), diff),
    )
  })
  return new Map([...ours, ...theirs])
}

function differencesOf(
  live: KubeObject,
  { apiVersion: _version, kind: _kind, metadata, ...body }: KubeObject,
): [string, string][] {
  const { name: _name, namespace: _namespace, ...own } = metadata
  const { metadata: now, ...rest } = readable(live)
  const key = refKey(refOf(live))
  return [
    ...differences(now, own, 'metadata'),
    ...Object.entries(body).flatMap(([field, value]) => differences(rest[field], value, field)),
  ].map((diff) => entryOf(key, diff))
}

function entryOf(key: string, { path, after }: FieldDiff): [string, string] {
  return [`${key}#${path}`, JSON.stringify(after) ?? '']
}

function candidates(
  document: LaneGroupDocument,
  desired: Desired,
  finding: DriftFinding,
  others: readonly DriftFinding[],
): LaneGroupDocument[] {
  const item = desired.items.find(({ object }) => refKey(refOf(object)) === refKey(finding.object))
  if (item?.phase === 'workload' && item.application !== null)
    return versionCandidates(document, { lane: item.lane, application: item.application }, finding)
  const siblings = others.filter(({ object }) => refKey(object) === refKey(finding.object))
  return weightCandidates(document, finding, siblings)
}

/** A version with the image, the number of pods, or a patch that says the value. */
function versionCandidates(
  document: LaneGroupDocument,
  place: { lane: string; application: string },
  { path, live }: DriftFinding,
): LaneGroupDocument[] {
  const patch = path === null ? null : fieldPatch(path, live)
  const changes: ((version: LaneVersion) => unknown)[] = [
    ...(path === 'spec.replicas' ? [(version: LaneVersion) => ({ ...version, replicas: live })] : []),
    ...(path?.endsWith('.image') ? [(version: LaneVersion) => ({ ...version, image: live })] : []),
    ...(patch ? [(version: LaneVersion) => ({ ...version, patch: merged(version, patch) })] : []),
  ]
  return changes.flatMap((change) => {
    const lanes = document.spec.lanes.map((lane) =>
      lane.tag === place.lane
        ? {
            ...lane,
            versions: lane.versions.map((one) => (one.application === place.application ? change(one) : one)),
          }
        : lane,
    )
    return parsed({ ...document, spec: { ...document.spec, lanes } })
  })
}

function merged({ patch }: LaneVersion, change: JsonObject): JsonObject {
  // A patch over a patch: both are strategic merges of the same template.
  return strategicMerge(asObject(patch), change)
}

/** Rules whose weights could be what the routes have now. */
function weightCandidates(
  document: LaneGroupDocument,
  finding: DriftFinding,
  siblings: readonly DriftFinding[],
): LaneGroupDocument[] {
  const weight = weightOf(finding)
  if (weight === null) return []
  const numbers = [...new Set([weight, 100 - weight, ...siblings.flatMap((one) => weightOf(one) ?? [])])]
  return document.spec.rules.flatMap((rule, place) =>
    weightings(rule, numbers).flatMap((changed) => {
      const rules = document.spec.rules.map((one, index) => (index === place ? changed : one))
      return parsed({ ...document, spec: { ...document.spec, rules } })
    }),
  )
}

function weightOf({ live }: DriftFinding): number | null {
  const number = typeof live === 'string' && live.trim() !== '' ? Number(live) : live
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null
}

/** The rule with one weight otherwise, and with two that together take the place of both. */
function weightings(rule: RouteRule, numbers: readonly number[]): RouteRule[] {
  const { targets } = rule
  const withWeights = (weights: ReadonlyMap<number, number>): RouteRule => ({
    ...rule,
    targets: targets.map((target, place) => ({ ...target, weight: weights.get(place) ?? target.weight })),
  })
  const pairs = targets.flatMap((_, one) =>
    targets.flatMap((_other, other) => (one < other ? [[one, other]] : [])),
  )
  return [
    ...pairs.flatMap(([one = 0, other = 0]) =>
      numbers.flatMap((first) =>
        numbers.flatMap((second) =>
          first === second && targets.length > 2
            ? []
            : [
                withWeights(
                  new Map([
                    [one, first],
                    [other, second],
                  ]),
                ),
              ],
        ),
      ),
    ),
    ...targets.flatMap((_, place) => numbers.map((number) => withWeights(new Map([[place, number]])))),
  ]
}

function parsed(value: unknown): LaneGroupDocument[] {
  const { success, data } = LaneGroupDocument.safeParse(value)
  return success ? [data] : []
}
