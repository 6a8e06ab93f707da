import type { ObjectRef } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { findProvider } from '@/lib/providers/index'

export type KindRef = { apiVersion: string; kind: string }

const workloadKinds: readonly KindRef[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
]

/** The kinds that a plan of this document reads, with those of objects that earlier documents left. */
export function liveKinds(document: LaneGroupDocument, remembered: readonly ObjectRef[]): KindRef[] {
  const routeKinds = document.spec.entries.flatMap(({ provider: id }) => {
    const provider = findProvider(id)
    return [...(provider?.routeKinds ?? []), ...(provider?.inner?.kinds ?? [])]
  })
  const all = new Map<string, KindRef>()
  for (const { apiVersion, kind } of [...workloadKinds, ...routeKinds, ...remembered])
    all.set(`${apiVersion}/${kind}`, { apiVersion, kind })
  return [...all.values()]
}
