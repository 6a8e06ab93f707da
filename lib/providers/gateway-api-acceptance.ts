import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Acceptance } from './provider'

const wanted = ['Accepted', 'ResolvedRefs'] as const

/**
 * What the controllers of a route's parents say of the generation that stands: every parent must be `Accepted` with
 * `ResolvedRefs`. What a condition of an older generation says does not count.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routeparentstatus
 */
export function routeAcceptance(route: KubeObject): Acceptance {
  const generation = route.metadata.generation ?? 0
  const parents = asObjects(at(route, 'status', 'parents'))
  const conditions = parents
    .flatMap((parent) => asObjects(parent.conditions))
    .filter(
      ({ observedGeneration }) => typeof observedGeneration === 'number' && observedGeneration >= generation,
    )
  const refused = conditions.find(
    ({ type, status }) => wanted.some((one) => one === type) && status === 'False',
  )
  if (refused !== undefined) {
    return { state: 'refused', why: `${refused.type}=False ${refused.reason}: ${refused.message}` }
  }
  const held = wanted.every(
    (type) =>
      conditions.filter((one) => one.type === type && one.status === 'True').length >=
      asObjects(at(route, 'spec', 'parentRefs')).length,
  )
  return { state: held ? 'accepted' : 'pending' }
}
