import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { type Sentence, say } from '@/lib/words/sentence'
import { findTag, podMetadata } from '@/lib/workloads/found-tag'
import { servicesSelecting } from '@/lib/workloads/selector-key'
import { groupBy } from './group-by'

/** A Deployment beside a baseline, with its tag as it stands there and the key that says it. */
export type FoundVersion = { deployment: KubeObject; tag: string; key: string }

/** A baseline and the versions of it that run already. */
export type FoundApplication = { baseline: KubeObject; versions: FoundVersion[] }

/** Keys that tell versions of one application apart only where there are several.
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/ */
const siblingKeys = ['version', 'track'] as const

/** The labels that say which application pods are of, the most telling first. */
const identityKeys = ['msePilotCreateAppName', 'app', 'app.kubernetes.io/name', 'k8s-app', 'run']

type Found = { applications: FoundApplication[]; losses: Notice[] }

/**
 * The applications of a namespace with the versions that run beside them: pods tagged `alicloud.service.tag`,
 * `zadigx-release-version`, `track` or `version`, in that order, and Deployments named in `branches` (those that a route
 * leads to beside a baseline's, by name, with the baseline's). A tagged Deployment without a baseline is a loss.
 */
export function foundApplications(
  deployments: readonly KubeObject[],
  branches: ReadonlyMap<string, string>,
): Found {
  const losses: Notice[] = []
  const versionOf = new Map<KubeObject, { baseline: KubeObject; tag: string; key: string }>()
  for (const siblings of siblingsOf(deployments)) {
    const [baseline, ...others] = siblings.members
    if (!baseline) continue
    if (siblings.chosen) losses.push(chosen(baseline, siblings.key))
    for (const deployment of others)
      versionOf.set(deployment, { baseline, tag: labelOf(deployment, siblings.key), key: siblings.key })
  }
  for (const deployment of deployments.filter((one) => !versionOf.has(one))) {
    const tag = findTag(deployment)
    const named = branches.get(deployment.metadata.name)
    if (tag === null && named === undefined) continue
    const baseline =
      deployments.find(({ metadata }) => metadata.name === named) ??
      baselineOf(deployment, tag?.value, deployments)
    if (baseline && baseline !== deployment)
      versionOf.set(deployment, {
        baseline,
        tag: tag?.value ?? restOf(deployment, baseline),
        key: tag?.key ?? 'metadata.name',
      })
    else if (tag) losses.push(orphan(deployment, tag))
  }
  const applications = deployments
    .filter((one) => !versionOf.has(one) && findTag(one) === null)
    .map((baseline) => ({
      baseline,
      versions: [...versionOf].flatMap(([deployment, found]) =>
        found.baseline === baseline ? [{ deployment, tag: found.tag, key: found.key }] : [],
      ),
    }))
  return { applications, losses }
}

/** The Deployments whose pods a Service selects, or those of its pods that have more labels. */
export function selectedBy(
  service: KubeObject | undefined,
  pods: Record<string, string> | null,
  deployments: readonly KubeObject[],
): KubeObject[] {
  if (!service) return []
  return deployments.filter((deployment) => {
    const labels = podMetadata(deployment, 'labels')
    const isOf = servicesSelecting(labels, [service]).length > 0
    return isOf && Object.entries(pods ?? {}).every(([key, value]) => labels[key] === value)
  })
}

type Siblings = { key: (typeof siblingKeys)[number]; members: KubeObject[]; chosen: boolean }

/** Deployments of one application that differ in one of the keys, the baseline first. */
function siblingsOf(deployments: readonly KubeObject[]): Siblings[] {
  const plain = deployments.filter((one) => (findTag(one)?.key ?? 'track') === 'track')
  const families = groupBy(
    plain.filter((one) => identityOf(one) !== null),
    (one) => identityOf(one) ?? '',
  )
  return [...families.values()].flatMap((members): Siblings[] => {
    const key = siblingKeys.find(
      (one) => new Set(members.map((member) => labelOf(member, one))).size === members.length,
    )
    if (members.length < 2 || key === undefined) return []
    const sorted = [...members].sort((one, other) => rank(one, key) - rank(other, key) || byAge(one, other))
    return [
      {
        key,
        members: sorted,
        chosen: key === 'version' && sorted.every((member) => rank(member, key) === 1),
      },
    ]
  })
}

const stable: ReadonlySet<string> = new Set(['', 'stable', 'base', 'baseline', 'original'])
const rank = (deployment: KubeObject, key: string) => (stable.has(labelOf(deployment, key)) ? 0 : 1)
const labelOf = (deployment: KubeObject, key: string) => podMetadata(deployment, 'labels')[key] ?? ''

function byAge({ metadata: one }: KubeObject, { metadata: other }: KubeObject): number {
  const [first, second] = [one.creationTimestamp ?? '', other.creationTimestamp ?? '']
  if (first !== second) return first < second ? -1 : 1
  return one.name.localeCompare(other.name, 'en', { numeric: true })
}

function identityOf(deployment: KubeObject): string | null {
  const labels = podMetadata(deployment, 'labels')
  const key = identityKeys.find((one) => labels[one] !== undefined)
  return key === undefined ? null : `${key}=${labels[key]}`
}

/** The untagged Deployment of the same application by its labels, else by its name. */
function baselineOf(
  deployment: KubeObject,
  tag: string | undefined,
  deployments: readonly KubeObject[],
): KubeObject | undefined {
  const untagged = deployments.filter((one) => one !== deployment && findTag(one) === null)
  const identity = identityOf(deployment)
  const same = untagged.filter((one) => identityOf(one) === identity)
  if (identity !== null && same.length === 1) return same[0]
  const { name } = deployment.metadata
  return untagged.find(
    ({ metadata }) =>
      tag !== undefined && [`${metadata.name}-${tag}`, `${metadata.name}-mse-${tag}`].includes(name),
  )
}

/** What a name has more than the baseline's. */
function restOf({ metadata }: KubeObject, baseline: KubeObject): string {
  const prefix = `${baseline.metadata.name}-`
  return metadata.name.startsWith(prefix) ? metadata.name.slice(prefix.length) : metadata.name
}

function chosen(baseline: KubeObject, key: string): Notice {
  const { name } = baseline.metadata
  const application = identityOf(baseline)?.split('=')[1] ?? name
  return notice(
    'BaselineChosen',
    say('importing.baselineChosen', { application, deployment: name, key }),
    baseline,
  )
}

function orphan(deployment: KubeObject, { value, key }: { value: string; key: string }): Notice {
  const about = { deployment: deployment.metadata.name, tag: value, key }
  return notice('NoBaselineOf', say('importing.noBaselineOf', about), deployment)
}

function notice(code: string, message: Sentence, object: KubeObject): Notice {
  return { code, severity: 'warning', message, object: refOf(object) }
}
