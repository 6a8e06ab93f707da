import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject, KubeObject } from '@/lib/sandbox/store/object'

const isDefault = 'ingressclass.kubernetes.io/is-default-class'

/**
 * An Ingress of no class gets the cluster's default class when it is created, the youngest of several.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class
 */
export function withDefaultClass(
  kind: Kind,
  draft: DraftObject,
  classes: () => readonly KubeObject[],
): DraftObject {
  if (kind !== kinds.ingresses) return draft
  const spec = typeof draft.spec === 'object' && draft.spec !== null ? draft.spec : {}
  const isNamed = 'ingressClassName' in spec && spec.ingressClassName !== undefined
  if (isNamed || draft.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined) return draft
  const [youngest] = classes()
    .filter(({ metadata }) => metadata.annotations?.[isDefault] === 'true')
    .toSorted((one, other) => order(other) - order(one))
  return youngest ? { ...draft, spec: { ...spec, ingressClassName: youngest.metadata.name } } : draft
}

function order({ metadata }: KubeObject): number {
  return Date.parse(metadata.creationTimestamp)
}
