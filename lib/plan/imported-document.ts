import { baseline as baselineTag } from '@/lib/domain/baseline'
import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Convention, LaneGroupInput } from '@/lib/domain/lane-group'
import { podMetadata } from '@/lib/workloads/found-tag'
import { selectedBy } from './found-applications'
import type { Component } from './found-components'
import { importedRules } from './imported-rules'
import { importedVersion, isParked } from './imported-version'

/** The names that a document gives what was found. */
export type ImportNames = {
  cluster: string
  namespace: string
  group: string
  /** The lane of a tag as it stands on pods. */
  laneOf: ReadonlyMap<string, string>
  /** The name that a version of this Deployment gets. */
  versionName: (deployment: KubeObject) => string | undefined
}

/** A document that says what a component's routes and workloads say. `others` are untagged Deployments of the same kind. */
export function importedDocument(
  component: Component,
  services: readonly KubeObject[],
  others: readonly KubeObject[],
  names: ImportNames,
): LaneGroupInput {
  const entries = component.splits.map((split) => entryOf(split, component))
  const applications = [...component.applications.map(({ baseline }) => baseline), ...others].sort(
    (one, other) => Number(isEntry(other, component)) - Number(isEntry(one, component)) || byName(one, other),
  )
  const tags = component.splits.flatMap(({ split }) => split.tag ?? [])
  return {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: names.group },
    spec: {
      cluster: names.cluster,
      namespace: names.namespace,
      ...(tags[0] && { tagHeader: tags[0].header }),
      // A tag that clients send today keeps its effect.
      tagPolicy: tags.length > 0 && tags.every(({ closed }) => closed) ? 'closed' : 'open',
      convention: conventionOf(component),
      applications: applications.map((baseline) => applicationOf(baseline, component, services)),
      entries: entries.map((entry, index) => ({ ...entry, name: ownName(entry.name, index, entries) })),
      lanes: lanesOf(component, names),
      rules: importedRules(component, names, (index) => ownName(entries[index]?.name ?? '', index, entries)),
    },
  }
}

const byName = (one: KubeObject, other: KubeObject) => (one.metadata.name < other.metadata.name ? -1 : 1)

function isEntry(baseline: KubeObject, { splits }: Component): boolean {
  return splits.some(({ base }) => base === baseline)
}

/** What people call an application: its baseline's name, without the version where versions are told apart by that. */
function applicationName(baseline: KubeObject, { applications }: Component): string {
  const { name } = baseline.metadata
  const versions = applications.find((one) => one.baseline === baseline)?.versions ?? []
  const version = podMetadata(baseline, 'labels').version
  const isSuffix =
    version !== undefined && name.endsWith(`-${version}`) && versions.some(({ key }) => key === 'version')
  return isSuffix ? name.slice(0, -version.length - 1) : name
}

function entryOf({ provider, split, base }: Component['splits'][number], component: Component) {
  const { door } = split
  return {
    name: door.object.metadata.name.slice(0, 60),
    provider: provider.id,
    application: applicationName(base, component),
    ...(door.host !== null && { host: door.host }),
    ...(door.paths.length > 0 && { paths: door.paths }),
    ...(Object.keys(door.settings).length > 0 && { settings: door.settings }),
  }
}

function ownName(name: string, index: number, all: readonly { name: string }[]): string {
  const before = all.slice(0, index).filter((one) => one.name === name).length
  return before === 0 ? name : `${name}-${before + 1}`
}

function applicationOf(baseline: KubeObject, component: Component, services: readonly KubeObject[]) {
  const own = component.splits.find(({ base }) => base === baseline)?.split.base.service
  const service = own
    ? services.find(({ metadata }) => metadata.name === own.name)
    : services.find((candidate) => selectedBy(candidate, null, [baseline]).length > 0)
  const port = portOf(service, own?.port)
  return {
    name: applicationName(baseline, component),
    deployment: baseline.metadata.name,
    ...(service && port !== null && { service: { name: service.metadata.name, port } }),
  }
}

/** The number of a Service's port, which routes may call by its name; the first one where none is said. */
function portOf(service: KubeObject | undefined, wanted: number | string | undefined): number | null {
  if (typeof wanted === 'number') return wanted
  const ports = asObjects(at(service, 'spec', 'ports'))
  const found = wanted === undefined || wanted === '' ? ports[0] : ports.find(({ name }) => name === wanted)
  return typeof found?.port === 'number' ? found.port : null
}

function lanesOf(component: Component, names: ImportNames) {
  const { applications, splits } = component
  const versions = applications.flatMap(({ baseline, versions: own }) =>
    own.map((version) => ({ ...version, baseline, lane: names.laneOf.get(version.tag) ?? version.tag })),
  )
  const tagged = splits.flatMap(({ branches }) => branches.flatMap(({ targets }) => targets))
  const only = tagged.flatMap(({ deployment, tag }) =>
    tag !== null && !versions.some((one) => one.deployment === deployment) ? [tag] : [],
  )
  const tags = [...new Set([...versions.map(({ lane }) => lane), ...only])].filter(
    (tag) => tag !== baselineTag,
  )
  return tags.map((tag) => {
    const own = versions.filter(({ lane }) => lane === tag)
    const parked = own.length > 0 && own.every(({ deployment }) => isParked(deployment))
    return {
      tag,
      ...(parked && { state: 'parked' as const }),
      versions: own.map(({ baseline, deployment }) => {
        const version = importedVersion({
          application: applicationName(baseline, component),
          name: names.versionName(deployment),
          deployment,
          baseline,
        })
        return parked ? { ...version, replicas: 1 } : version
      }),
    }
  })
}

/** How the workloads are named and labelled, by the keys that tell their versions apart. */
function conventionOf({ applications, splits }: Component): Convention {
  const keys = new Set(applications.flatMap(({ versions }) => versions.map(({ key }) => key)))
  if (keys.has('zadigx-release-version')) return 'zadig'
  const governed = applications.some(({ baseline }) => podMetadata(baseline, 'labels').msePilotCreateAppName)
  if (keys.has('alicloud.service.tag') || governed) return 'mse'
  if (keys.has('version')) return 'istio'
  return keys.has('track') && splits.length === 0 ? 'shared' : 'plain'
}
