import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { ruleAnnotation } from '@/lib/domain/labels'
import { objectIndex } from './find-object'
import type { DesiredItem, LiveState, OwnedRef } from './types'

/**
 * Routes under the names that they have on the cluster already: where no object has the name that a route would get, an
 * object of ours of the same kind and lane that nothing else wants keeps its own, one of the same rules first. So a route
 * that was taken over is changed in place, and no request meets a moment without it or with it twice.
 */
export function keepNames(items: readonly DesiredItem[], live: LiveState): DesiredItem[] {
  const find = objectIndex(live.objects)
  const wanted = new Set(items.map(({ object }) => refKey(refOf(object))))
  const free = live.owned.flatMap((owned) => {
    const object = find(owned.ref)
    const isFree = object?.metadata.uid === owned.uid && !wanted.has(refKey(owned.ref))
    return object && isFree ? [{ owned, object }] : []
  })
  const kept = new Map<DesiredItem, KubeObject>()
  const isNew = (item: DesiredItem) => item.phase === 'route' && !find(refOf(item.object)) && !kept.has(item)
  for (const sameRules of [true, false]) {
    for (const item of items.filter(isNew)) {
      const place = free.findIndex(({ owned, object }) => isSameRoute(item, owned, object, sameRules))
      const [found] = place < 0 ? [] : free.splice(place, 1)
      if (found) kept.set(item, renamed(item.object, found.object.metadata.name))
    }
  }
  return items.map((item) => ({ ...item, object: kept.get(item) ?? item.object }))
}

function isSameRoute(
  { object, lane }: DesiredItem,
  owned: OwnedRef,
  live: KubeObject,
  sameRules: boolean,
): boolean {
  const { apiVersion, kind, namespace } = refOf(object)
  const sameKind = owned.ref.kind === kind && owned.ref.apiVersion === apiVersion
  if (!sameKind || owned.ref.namespace !== namespace || owned.lane !== lane) return false
  const rules = ({ metadata }: KubeObject) => metadata.annotations?.[ruleAnnotation]
  if (rules(live) === undefined || rules(object) === undefined) return false
  return !sameRules || rules(live) === rules(object)
}

function renamed(object: KubeObject, name: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, name } }
}
