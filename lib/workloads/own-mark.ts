import { asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Problem } from '@/lib/domain/problem'
import { versionName } from '@/lib/domain/version-name'
import { say } from '@/lib/words/sentence'
import type { VersionInput } from './convention'
import { selectorKey } from './selector-key'
import { versionProblem } from './version-problem'

/** A label of a lane's pods that no other pods of the namespace have. */
export type OwnMark = { key: string; value: string }

/**
 * The key that keeps a lane's pods out of every Service of the baseline's with the value that is the lane's alone, or why there is
 * no such key. The value is `{app}-{tag}`, but for a lane beside a workload that has it already, as one that was a lane of
 * this tag and is the baseline now; then it is the version's own name. What stands keeps its value: a selector never changes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
 */
export function ownMark(input: VersionInput): OwnMark | { problem: Problem } {
  const { application, baseline, group, lane, services, version } = input
  const { convention } = group.spec
  const name = versionName({ convention, application, tag: lane.tag, version })
  // The lane's own Service never selects the baseline's pods, but an older one of the same name may stand in the list.
  const others = services.filter(({ metadata }) => metadata.name !== name)
  const key = selectorKey(baseline, others)
  if (key !== null) return { key, value: ownValue(input, key, name) }
  const message = say('planning.noSelectorKey', {
    deployment: baseline.metadata.name,
    application: application.name,
  })
  return { problem: versionProblem(input, 'NoSelectorKey', message) }
}

function ownValue(
  { application, baseline, deployments, lane }: VersionInput,
  key: string,
  name: string,
): string {
  const markOf = (deployment: KubeObject | undefined) =>
    asTexts(at(deployment?.spec, 'template', 'metadata', 'labels'))[key]
  const values = [`${application.name}-${lane.tag}`, name, `${name}-${lane.tag}`]
  const standing = markOf(deployments.find(({ metadata }) => metadata.name === name))
  if (standing !== undefined && values.includes(standing) && standing !== markOf(baseline)) return standing
  const taken = new Set(deployments.filter(({ metadata }) => metadata.name !== name).map(markOf))
  const free = values.filter((value) => value !== markOf(baseline) && !taken.has(value))
  return free[0] ?? `${name}-${lane.tag}`
}
