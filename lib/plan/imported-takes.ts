import { asTexts, at } from '@/lib/domain/json'
import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { podMetadata } from '@/lib/workloads/found-tag'
import { buildDesired } from './desired'
import { objectIndex } from './find-object'
import type { Component } from './found-components'
import { handedOver } from './hand-over'
import { sameValue } from './same-value'
import type { DesiredItem, LiveState, OwnedRef, StoredEdit } from './types'

/** An object of the user's that becomes a lane's; `rule` for a route. */
export type Take = { object: KubeObject; lane: string; rule: string | null }

/** The route objects beside base routes that say a component's branches, each with its lane and rule. */
export function routeTakes({ splits }: Component, document: LaneGroupDocument): Take[] {
  const takes = new Map<string, Take>()
  const rules = [...document.spec.rules]
  for (const { branches } of splits) {
    for (const { match, targets } of branches) {
      const rule = match === undefined ? rules.find((one) => one.match === undefined) : rules.shift()
      for (const [index, { route }] of targets.entries()) {
        const lane = rule?.targets[index]?.lane
        const isKnown = route && takes.get(refKey(refOf(route)))
        if (route && lane !== undefined && rule && (!isKnown || isKnown.lane === 'baseline'))
          takes.set(refKey(refOf(route)), { object: route, lane, rule: rule.name })
      }
    }
  }
  return [...takes.values()]
}

/**
 * The Deployments and Services of the user's that have just the name and selector that the lane's would get, and the
 * versions whose Deployment cannot be taken over (its selector is another, and never changes).
 */
export function workloadTakes(
  items: readonly DesiredItem[],
  live: LiveState,
): { takes: Take[]; others: DesiredItem[] } {
  const find = objectIndex(live.objects)
  const takes: Take[] = []
  const others: DesiredItem[] = []
  for (const item of items.filter(({ phase }) => phase === 'workload' || phase === 'service')) {
    const found = find(refOf(item.object))
    if (!found) continue
    const fits =
      item.phase === 'workload' ? sameSelector(found, item.object) : selectsLane(found, item, items)
    if (fits) takes.push({ object: found, lane: item.lane, rule: null })
    else others.push(item)
  }
  return { takes, others }
}

function sameSelector(live: KubeObject, wanted: KubeObject): boolean {
  return sameValue(at(live, 'spec', 'selector'), at(wanted, 'spec', 'selector'))
}

/** Whether a live Service selects the lane's pods already, so that it leads where the lane's would. */
function selectsLane(
  live: KubeObject,
  { application, lane }: DesiredItem,
  items: readonly DesiredItem[],
): boolean {
  const own = items.find(
    (item) => item.phase === 'workload' && item.application === application && item.lane === lane,
  )
  const labels = own ? podMetadata(own.object, 'labels') : {}
  const selector = Object.entries(asTexts(at(live, 'spec', 'selector')))
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
}

/** The live state as it stands once objects are taken over: they bear our marks, and we remember them. */
export function takenOver(
  live: LiveState,
  takes: readonly Take[],
  owner: { installation: string; group: string },
): LiveState {
  const byKey = new Map(takes.map((take) => [refKey(refOf(take.object)), take]))
  const owned = takes.map(
    ({ object, lane }): OwnedRef => ({ ref: refOf(object), uid: object.metadata.uid ?? '', lane }),
  )
  return {
    ...live,
    owned: [...live.owned, ...owned],
    objects: live.objects.map((object) => {
      const take = byKey.get(refKey(refOf(object)))
      return take ? handedOver(object, { ...owner, lane: take.lane, rule: take.rule }) : object
    }),
  }
}

/** What a push of the document would want, as if these objects were taken over. */
export function desiredAfter(
  document: LaneGroupDocument,
  live: LiveState,
  takes: readonly Take[],
  installation: string,
) {
  const after = takenOver(live, takes, { installation, group: document.metadata.name })
  return {
    after,
    desired: buildDesired({ document, live: after, installation, revision: 1, readiness: 'assumed' }),
  }
}

/** Edits of base routes that stand there already, as if we had made them. */
export function claimedEdits({ splits }: Component): StoredEdit[] {
  return splits.flatMap(({ split }) =>
    split.claims.flatMap((edit) => (edit.uid === undefined ? [] : [{ ...edit, uid: edit.uid }])),
  )
}

/** The route objects and workloads of a component that no take covers: they stay their owner's. */
export function leftWithOwner(component: Component, takes: readonly Take[]): ObjectRef[] {
  const taken = new Set(takes.map(({ object }) => refKey(refOf(object))))
  const found = [
    ...component.applications.flatMap(({ versions }) => versions.map(({ deployment }) => deployment)),
    ...component.splits.flatMap(({ branches }) =>
      branches.flatMap(({ targets }) => targets.flatMap(({ route }) => route ?? [])),
    ),
  ]
  const refs = new Map(found.map((object) => [refKey(refOf(object)), refOf(object)]))
  return [...refs].flatMap(([key, ref]) => (taken.has(key) ? [] : [ref]))
}
