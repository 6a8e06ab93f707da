import type { FieldProblems } from '@/lib/domain/field-problems'
import { at } from '@/lib/domain/json'
import { type KubeObject, type ObjectRef, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupDocument, LaneGroupInput } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import { parseDocument } from '@/lib/domain/parse-document'
import { versionName } from '@/lib/domain/version-name'
import { type Sentence, say } from '@/lib/words/sentence'
import { findTag, podMetadata } from '@/lib/workloads/found-tag'
import { trackedBy } from '@/lib/workloads/tracking'
import { type FoundApplication, foundApplications, selectedBy } from './found-applications'
import { type Component, foundComponents } from './found-components'
import { foundSplits, type ResolvedSplit } from './found-splits'
import { besideLosses, changeLosses, tagLosses } from './import-losses'
import { type ImportNames, importedDocument } from './imported-document'
import {
  claimedEdits,
  desiredAfter,
  leftWithOwner,
  routeTakes,
  type Take,
  workloadTakes,
} from './imported-takes'
import { laneNames } from './lane-names'
import { plan } from './plan'
import type { LiveState, Plan, StoredEdit } from './types'

/** A namespace as it stands, without what groups have made in it. */
export type ImportInput = {
  cluster: string
  namespace: string
  installation: string
  /** Deployments, Services and routes of the namespace, as their owners wrote them. */
  objects: readonly KubeObject[]
  classes: readonly KubeObject[]
}

/** Canaries that can become a lane group. */
export type FoundImport = {
  document: LaneGroupInput
  /** What a lane group cannot say of them, and what changes at the first push. */
  losses: Notice[]
  /** Objects that become the lanes' when the group is made. */
  takes: Take[]
  /** Fields of the user's routes that say the lanes' shares: removing the lanes puts back what stands in `before`. */
  claims: StoredEdit[]
  /** Objects of the canaries that stay their owner's. */
  stays: ObjectRef[]
} & ({ ok: true; parsed: LaneGroupDocument; firstPush: Plan } | { ok: false; problems: FieldProblems })

/** The canaries of a namespace as lane groups, and what was found but can be in none. Changes nothing. */
export function findImports(input: ImportInput): { found: FoundImport[]; losses: Notice[] } {
  const of = (kind: string) => input.objects.filter((object) => object.kind === kind)
  const [deployments, services] = [of('Deployment'), of('Service')]
  const routes = input.objects.filter(({ kind }) => kind !== 'Deployment' && kind !== 'Service')
  const before = foundApplications(deployments, new Map())
  const stable = new Set(before.applications.map(({ baseline }) => baseline))
  const live = { routes, classes: input.classes, services, deployments }
  const { splits, losses } = foundSplits(live, (deployment) => stable.has(deployment))
  const { applications, losses: orphans } = foundApplications(deployments, branchDeployments(splits))
  const { laneOf, losses: renames } = laneNames(applications.flatMap(({ versions }) => versions))
  const components = foundComponents(applications, splits, laneOf)
  return {
    found: components.map((component) =>
      importOf(component, { input, services, applications, laneOf, renames }),
    ),
    losses: [...losses, ...orphans],
  }
}

/** Deployments that a route leads to beside a base, by name, each with the base's. */
function branchDeployments(splits: readonly ResolvedSplit[]): Map<string, string> {
  return new Map(
    splits.flatMap(({ base, branches }) =>
      branches.flatMap(({ targets }) =>
        targets.flatMap(({ deployment }): [string, string][] =>
          deployment === base ? [] : [[deployment.metadata.name, base.metadata.name]],
        ),
      ),
    ),
  )
}

type Context = {
  input: ImportInput
  services: readonly KubeObject[]
  applications: readonly FoundApplication[]
  laneOf: ReadonlyMap<string, string>
  renames: readonly Notice[]
}

function importOf(all: Component, context: Context): FoundImport {
  const { component, losses: refused } = withOneEveryone(all)
  const { input, services, laneOf, renames } = context
  const own = new Set(
    component.applications.flatMap(({ versions }) =>
      versions.map(({ deployment }) => deployment.metadata.name),
    ),
  )
  const losses = [
    ...component.splits.flatMap(({ split }) => split.losses),
    ...refused,
    ...renames.filter(({ object }) => object && own.has(object.name)),
  ]
  const live: LiveState = { objects: input.objects, owned: [], edits: claimedEdits(component) }
  const beside = new Set<string>()
  const names = (): ImportNames => ({
    cluster: input.cluster,
    namespace: input.namespace,
    group: (component.applications[0]?.baseline.metadata.name ?? 'imported').slice(0, 63),
    laneOf,
    versionName: ({ metadata: { name } }) => (beside.has(name) ? freeName(name, input.objects) : name),
  })
  const others = governedOthers(component, context)
  const attempt = () => {
    const document = plainNames(importedDocument(component, services, others, names()))
    const parsed = parseDocument(document)
    if (!parsed.ok) return { document, problems: parsed.fields }
    const routesTaken = routeTakes(component, parsed.document)
    const { desired } = desiredAfter(parsed.document, live, routesTaken, input.installation)
    return { document, parsed: parsed.document, routesTaken, ...workloadTakes(desired.items, live) }
  }
  let tried = attempt()
  if (!('problems' in tried) && tried.others.length > 0) {
    for (const { object } of tried.others) beside.add(object.metadata.name)
    tried = attempt()
  }
  const base = { document: tried.document, claims: live.edits.slice() }
  if ('problems' in tried)
    return {
      ...base,
      losses,
      takes: [],
      stays: leftWithOwner(component, []),
      ok: false,
      problems: tried.problems ?? {},
    }
  const takes = [...tried.routesTaken, ...tried.takes]
  const held = heldBy(takes)
  if (held.length > 0)
    return {
      ...base,
      losses,
      takes: [],
      stays: leftWithOwner(component, []),
      ok: false,
      problems: { 'spec.lanes': held },
    }
  const { after, desired } = desiredAfter(tried.parsed, live, takes, input.installation)
  const firstPush = plan(desired, after)
  return {
    ...base,
    takes,
    stays: leftWithOwner(component, takes),
    losses: [
      ...losses,
      ...besideLosses(component, beside, desired.items),
      ...changeLosses(takes, firstPush),
      ...tagLosses(component, tried.parsed),
    ],
    ok: true,
    parsed: tried.parsed,
    firstPush,
  }
}

/** Objects that another tool keeps in step with a source of its own would be put back by it. */
function heldBy(takes: readonly Take[]): Sentence[] {
  return takes.flatMap(({ object }) => {
    const tool = trackedBy(object)
    return tool === null
      ? []
      : [say('planning.managed', { kind: object.kind, name: object.metadata.name, tool })]
  })
}

/** A name is given to a version only where the convention would give another. */
function plainNames(input: LaneGroupInput): LaneGroupInput {
  const { applications, convention = 'mse', lanes = [] } = input.spec
  return {
    ...input,
    spec: {
      ...input.spec,
      lanes: lanes.map((lane) => ({
        ...lane,
        versions: lane.versions?.map((version) => {
          const application = applications.find(({ name }) => name === version.application)
          const plain = { ...version }
          delete plain.name
          const { image } = version
          const usual =
            application &&
            versionName({
              convention,
              application,
              tag: lane.tag,
              version: { application: application.name, image },
            })
          return version.name === usual ? plain : version
        }),
      })),
    },
  }
}

function freeName(name: string, objects: readonly KubeObject[]): string {
  const taken = new Set(objects.map(({ metadata }) => metadata.name))
  for (let number = 2; ; number++) {
    const free = `${name.slice(0, 58)}-${number}`
    if (!taken.has(free)) return free
  }
}

/** Whether pods are reached from outside by a Service of their own: they stand before the entry, not behind it. */
function isDoor(deployment: KubeObject, services: readonly KubeObject[]): boolean {
  return services.some(
    (service) =>
      ['LoadBalancer', 'NodePort'].includes(String(at(service, 'spec', 'type'))) &&
      selectedBy(service, null, [deployment]).length > 0,
  )
}

/** Untagged Deployments of the same kind: the hops on the way that have no version. */
function governedOthers(component: Component, { applications, services }: Context): KubeObject[] {
  const known = new Set(component.applications.map(({ baseline }) => baseline))
  const key = ['zadigx-release-version', 'msePilotCreateAppName'].find((one) =>
    component.applications.some(({ baseline }) => podMetadata(baseline, 'labels')[one] !== undefined),
  )
  if (key === undefined) return []
  return applications
    .filter(
      ({ baseline, versions }) => !known.has(baseline) && versions.length === 0 && findTag(baseline) === null,
    )
    .map(({ baseline }) => baseline)
    .filter((baseline) => podMetadata(baseline, 'labels')[key] !== undefined && !isDoor(baseline, services))
}

/** Only the last rule of a group may take everyone: doors that share otherwise than the first are left out. */
function withOneEveryone(component: Component): { component: Component; losses: Notice[] } {
  const sharesOf = ({ branches }: ResolvedSplit) => {
    const targets = branches.find(({ match }) => match === undefined)?.targets
    return (
      targets && JSON.stringify(targets.map(({ deployment, weight }) => [deployment.metadata.name, weight]))
    )
  }
  const first = component.splits.map(sharesOf).find((shares) => shares !== undefined)
  const fits = (split: ResolvedSplit) => [undefined, first].includes(sharesOf(split))
  const losses = component.splits
    .filter((split) => !fits(split))
    .map(({ split }): Notice => {
      const { kind, metadata } = split.door.object
      const message = say('importing.otherShares', { kind, name: metadata.name })
      return { code: 'OtherShares', severity: 'warning', message, object: refOf(split.door.object) }
    })
  return { component: { ...component, splits: component.splits.filter(fits) }, losses }
}
