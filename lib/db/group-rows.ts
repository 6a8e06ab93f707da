import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Prisma } from './generated/client'
import { requiredJson, toJson } from './json'

type Spec = LaneGroupDocument['spec']
type Key = { id: string; spec: Spec }

/** The columns of the group itself. */
export function groupColumns({ metadata, spec }: LaneGroupDocument) {
  return {
    name: metadata.name,
    namespace: spec.namespace,
    title: spec.title ?? null,
    mode: spec.mode,
    tagHeader: spec.tagHeader,
    tagPolicy: spec.tagPolicy,
    tagPlacement: spec.tagPlacement ?? null,
    registryDelaySeconds: spec.registryDelaySeconds ?? null,
    allowManaged: spec.allowManaged ?? null,
    capacityRatio: spec.capacityRatio ?? null,
    convention: spec.convention,
  }
}

export function applicationRows({ id, spec }: Key): Prisma.ApplicationCreateManyInput[] {
  return spec.applications.map(({ name, deployment, service, calls }, position) => ({
    groupId: id,
    position,
    name,
    deployment,
    serviceName: service?.name ?? null,
    servicePort: service?.port ?? null,
    calls: toJson(calls),
  }))
}

export function entryRows({ id, spec }: Key): Prisma.EntryCreateManyInput[] {
  return spec.entries.map(({ name, provider, application, host, paths, settings }, position) => ({
    groupId: id,
    position,
    name,
    provider,
    application,
    host: host ?? null,
    paths: toJson(paths),
    settings: toJson(settings),
  }))
}

export function ruleRows({ id, spec }: Key): Prisma.RouteRuleCreateManyInput[] {
  return spec.rules.map(({ name, entries, match, targets, sticky }, position) => ({
    groupId: id,
    position,
    name,
    entries: toJson(entries),
    match: toJson(match),
    targets: requiredJson(targets),
    sticky: toJson(sticky),
  }))
}

/** Lanes with their versions, whose lane ids are made here. */
export function laneRows({ id, spec }: Key, newId: () => string) {
  const lanes: Prisma.LaneCreateManyInput[] = []
  const versions: Prisma.LaneVersionCreateManyInput[] = []
  for (const [position, lane] of spec.lanes.entries()) {
    const laneId = newId()
    const { tag, title, state, passTag } = lane
    lanes.push({ id: laneId, groupId: id, position, tag, title: title ?? null, state, passTag })
    for (const [place, version] of lane.versions.entries()) {
      const { application, image, replicas, name, config, patch } = version
      versions.push({
        laneId,
        position: place,
        application,
        image,
        replicas: replicas ?? null,
        name: name ?? null,
        config: config ?? null,
        patch: toJson(patch),
      })
    }
  }
  return { lanes, versions }
}
