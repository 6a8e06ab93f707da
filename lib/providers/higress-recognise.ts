import type { KubeObject } from '@/lib/domain/kube-object'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { recogniseCanaries } from './canary-recognise'
import type { FoundSplit, RecogniseInput } from './found-split'
import { higressKeys, withSharedKeys } from './higress-keys'
import { nginxKeys } from './nginx-keys'
import type { Door } from './provider'

// The canary family is ingress-nginx's.
const { affinity: _affinity, ...canaryKeys } = nginxKeys

/**
 * The doors that have canary Ingresses beside them, as Higress reads those. One with conditions stays its owner's: ours
 * would say them as matches, and an Ingress that is a canary and has matches leads nowhere.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/canary.go
 */
export function recogniseHigress(
  found: RecogniseInput,
  doorsOf: (found: RecogniseInput) => Door[],
): FoundSplit[] {
  const shared = { ...found, routes: found.routes.map(withSharedKeys) }
  const splits = recogniseCanaries(doorsOf(shared), shared.routes, {
    gateway: 'Higress',
    keys: { ...canaryKeys, updateHeader: higressKeys.updateHeader, removeHeader: higressKeys.removeHeader },
    never: false,
    alwaysToo: true,
    joins: false,
    weightOfRest: false,
    onlyOne: false,
  })
  return splits.map(keepConditions)
}

function keepConditions(split: FoundSplit): FoundSplit {
  const branches = split.branches.map((branch) =>
    branch.match === undefined
      ? branch
      : { ...branch, targets: branch.targets.map((target) => ({ ...target, route: null })) },
  )
  const staying = split.branches.flatMap(({ match, object }) => (match === undefined ? [] : [object]))
  return { ...split, branches, losses: [...split.losses, ...staying.map(stays)] }
}

function stays(object: KubeObject): Notice {
  const message = say('importing.routeStays', { kind: object.kind, name: object.metadata.name })
  return { code: 'RouteStays', severity: 'warning', message, object: refOf(object) }
}
