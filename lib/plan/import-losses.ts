import { at } from '@/lib/domain/json'
import { refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import type { Component } from './found-components'
import type { Take } from './imported-takes'
import type { DesiredItem, Plan } from './types'

/** Deployments that cannot be taken over: the first push makes another beside each. */
export function besideLosses(
  component: Component,
  beside: ReadonlySet<string>,
  items: readonly DesiredItem[],
): Notice[] {
  return component.applications.flatMap(({ versions }) =>
    versions.flatMap(({ deployment }): Notice[] => {
      const { kind, metadata } = deployment
      if (!beside.has(metadata.name)) return []
      const made = items.find(
        ({ phase, object }) =>
          phase === 'workload' && object.metadata.name.startsWith(`${metadata.name.slice(0, 58)}-`),
      )
      const message = say('importing.beside', {
        kind,
        name: metadata.name,
        made: made?.object.metadata.name ?? '',
      })
      return [{ code: 'Beside', severity: 'warning', message, object: refOf(deployment) }]
    }),
  )
}

/** What the first push changes in the pods of taken Deployments: they are replaced for it. */
export function changeLosses(takes: readonly Take[], { changes }: Plan): Notice[] {
  return takes.flatMap(({ object }): Notice[] => {
    const change = changes.find((one) => refKey(one.object) === refKey(refOf(object)))
    const fields =
      change?.diff.map(({ path }) => path).filter((path) => path.startsWith('spec.template')) ?? []
    if (object.kind !== 'Deployment' || fields.length === 0) return []
    const shown = fields.map((path) => path.replace(/^spec\.template\./, ''))
    const message = say('importing.becomesBaseline', {
      kind: object.kind,
      name: object.metadata.name,
      fields: shown.join(', '),
    })
    const found: Notice[] = [{ code: 'BecomesBaseline', severity: 'warning', message, object: refOf(object) }]
    const minReady = at(change?.after, 'spec', 'minReadySeconds')
    const isGentle = typeof minReady === 'number' && minReady > 0 && at(object, 'spec', 'replicas') !== 1
    if (isGentle) return found
    const only = say('importing.podsReplaced', { kind: object.kind, name: object.metadata.name })
    return [...found, { code: 'PodsReplaced', severity: 'warning', message: only, object: refOf(object) }]
  })
}

/** Lanes whose requests carry no tag header yet, although the gateway can set it. */
export function tagLosses({ splits }: Component, { spec }: LaneGroupDocument): Notice[] {
  const silent = splits.filter(
    ({ provider, split }) => split.tag === null && provider.features.has('set-tag'),
  )
  if (silent.length === 0) return []
  return spec.lanes.map(({ tag }) => ({
    code: 'TagAdded',
    severity: 'info',
    message: say('importing.tagAdded', { lane: tag, header: spec.tagHeader }),
    params: { lane: tag },
  }))
}
