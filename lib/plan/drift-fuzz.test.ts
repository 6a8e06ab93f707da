import { expect, it } from 'vitest'
import { isJsonObject } from '@/lib/domain/json'
import { valueAt, withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import { type DriftFinding, findDrift } from './drift'
import { sameValue } from './same-value'
import { applyPlan, demoLive, httpRouteA, virtualServiceA } from './testdata/memory-cluster'
import { isItemKey, leavesOf, othersWrite } from './testdata/others-write'
import { type PushedGroup, pushedGroup } from './testdata/pushed-group'

const seed = 53
const mutations = 1_000

const entry = (provider: string) => ({
  name: 'web',
  provider,
  application: 'spring-cloud-a',
  host: 'example.com',
})
const shares = [
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 90 },
      { lane: 'gray', weight: 10 },
    ],
  },
]
const homes = [
  pushedGroup(),
  pushedGroup({ entries: [entry('gateway-api')], rules: shares }, demoLive([httpRouteA])),
  pushedGroup({ entries: [entry('istio')], rules: shares, convention: 'istio' }, demoLive([virtualServiceA])),
]

function withChanged({ input, live }: PushedGroup, changed: KubeObject) {
  const objects = live.objects.map((object) =>
    refKey(refOf(object)) === refKey(refOf(changed)) ? changed : object,
  )
  return { live: { ...live, objects }, drift: findDrift({ ...input, objects }) }
}

function objectOf({ live }: PushedGroup, key: string): KubeObject {
  const found = live.objects.find((object) => refKey(refOf(object)) === key)
  if (found === undefined) throw new Error(`no ${key}`)
  return found
}

/** A field that no apply and no edit of ours has, on any object that we watch. */
function foreign(random: () => number, turn: number, home: PushedGroup) {
  const watched = [...home.input.owned, ...home.input.edits].map(({ ref }) => refKey(ref))
  const object = objectOf(home, pick(random, watched))
  const name = `others-${turn}`
  const places = [
    `/metadata/labels/${name}`,
    `/metadata/annotations/example.com~1${name}`,
    `/spec/${name}`,
    `/status/${name}`,
    ...(object.kind === 'Deployment'
      ? [
          `/spec/template/metadata/annotations/${name}`,
          `/spec/template/spec/${name}`,
          `/spec/template/spec/containers/0/${name}`,
          '/spec/template/spec/containers',
        ]
      : []),
  ]
  const place = pick(random, places)
  const value = place.endsWith('/containers')
    ? { name, image: 'sidecar:1' }
    : pick(random, ['x', 7, true, { a: 1 }])
  return { object, place, value }
}

const added = (object: KubeObject, place: string, value: unknown) =>
  place.endsWith('/containers')
    ? withValueAt(object, place, [...[valueAt(object, place)].flat(), value])
    : othersWrite(object, place, value)

/** A re-apply takes a plan, which is what takes time: it is made for this many changes at once. */
const together = 20

it(`of ${mutations} fields of others none is reported, and none is rewritten by a re-apply`, () => {
  const random = randomFrom(seed)
  let group = pick(random, homes)
  let kept: { uid: string | undefined; place: string; value: unknown; where: string }[] = []
  let live = group.live
  for (let turn = 0; turn < mutations; turn++) {
    const { object, place, value } = foreign(random, turn, { ...group, live })
    const where = `seed ${seed}, turn ${turn}: ${refKey(refOf(object))} ${place}`
    const changed = withChanged({ ...group, live }, added(object, place, value))
    expect(changed.drift, where).toEqual([])
    live = changed.live
    kept.push({ uid: object.metadata.uid, place, value, where })
    if (kept.length < together) continue
    const { objects } = applyPlan(live, group.planOf(live))
    for (const one of kept) {
      const after = objects.find(({ metadata }) => metadata.uid === one.uid)
      expect([valueAt(after, one.place)].flat(), one.where).toContainEqual(one.value)
    }
    group = pick(random, homes)
    live = group.live
    kept = []
  }
})

/** The bookkeeping that names an object, and what is as good as absent. */
const fixed = /^\/(apiVersion|kind|metadata\/(name|namespace))$/

function ownedLeaves({ input }: PushedGroup): { key: string; place: string; root: KubeObject }[] {
  return input.owned.flatMap(({ ref, wanted }) =>
    wanted === null
      ? []
      : leavesOf(wanted)
          .filter(
            (place) => !fixed.test(place) && !isItemKey(wanted, place) && !isNothing(valueAt(wanted, place)),
          )
          .map((place) => ({ key: refKey(ref), place, root: wanted })),
  )
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === '' || value === undefined || (isJsonObject(value) && Object.keys(value).length === 0)
}

/** Another value of the same form; undefined takes the field away. */
function otherValue(random: () => number, value: unknown): unknown {
  if (random() < 0.3) return undefined
  if (typeof value === 'number') return value + 1 + Math.floor(random() * 9)
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return random() < 0.5 ? [...value, 'other'] : value.slice(1)
  return `${String(value)}-other`
}

const changeOf = ({ kind, path, manager }: DriftFinding) => ({ kind, path, manager })

it(`of ${mutations} changes of fields of ours each is reported, with its writer, and a re-apply brings it back`, () => {
  const random = randomFrom(seed)
  const leaves = homes.map(ownedLeaves)
  let healed = 0
  for (let turn = 0; turn < mutations; turn++) {
    const at = Math.floor(random() * homes.length)
    const home = pick(() => at / homes.length, homes)
    const { key, place, root } = pick(random, leaves[at] ?? [])
    const object = objectOf(home, key)
    const wanted = valueAt(root, place)
    // Lists with keys stand in the same order here, so a place in one is the place in the other.
    expect(sameValue(valueAt(object, place), wanted)).toBe(true)
    const value = otherValue(random, wanted)
    const { live, drift } = withChanged(home, othersWrite(object, place, value))
    const where = `seed ${seed}, turn ${turn}: ${key} ${place} = ${JSON.stringify(value)}`
    expect(drift.map(changeOf), where).toContainEqual({
      kind: 'changed',
      path: expect.any(String),
      manager: 'kubectl-edit',
    })
    expect(
      drift.every((one) => refKey(one.object) === key),
      where,
    ).toBe(true)
    if (turn % 5 > 0) continue
    const back = home.planOf(live)
    if (back.conflicts.length > 0 || back.errors.length > 0) continue
    const after = applyPlan(live, back)
    expect(
      findDrift({ ...home.input, objects: after.objects }).filter((one) => refKey(one.object) === key),
      where,
    ).toEqual([])
    healed++
  }
  expect(healed).toBeGreaterThan(mutations / 10)
})
