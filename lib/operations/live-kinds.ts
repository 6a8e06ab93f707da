import type { Entry } from '@/lib/domain/entry'
import type { ObjectRef } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { findProvider } from '@/lib/providers/index'

/** A kind that is read; without `namespace` in the group's. */
export type KindRef = { apiVersion: string; kind: string; namespace?: string }

const workloadKinds: readonly KindRef[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
]

/** The kinds that a plan of this document reads, with those of objects that earlier documents left. */
export function liveKinds(document: LaneGroupDocument, remembered: readonly ObjectRef[]): KindRef[] {
  const kinds = [
    ...workloadKinds,
    ...document.spec.entries.flatMap((entry) => entryKinds(document, entry)),
    ...remembered.map(({ apiVersion, kind, namespace }) => ({ apiVersion, kind, namespace })),
  ]
  const all = new Map<string, KindRef>()
  for (const { apiVersion, kind, namespace = document.spec.namespace } of kinds)
    all.set(`${apiVersion}/${kind}/${namespace}`, { apiVersion, kind, namespace })
  return [...all.values()]
}

/** The kinds that routes of an entry, and of the calls behind it, are made of. */
export function entryKinds(document: LaneGroupDocument, entry: Entry): readonly KindRef[] {
  const provider = findProvider(entry.provider)
  if (!provider) return []
  const settings = provider.settings.safeParse(entry.settings ?? {})
  const elsewhere = settings.success
    ? (provider.kindsElsewhere?.(settings.data, rulesOfEntry(document, entry.name)) ?? [])
    : []
  const own = settings.success ? provider.kindsOf?.(settings.data) : undefined
  return [...(own ?? [...provider.routeKinds, ...(provider.inner?.kinds ?? [])]), ...elsewhere]
}
