import { baseline as baselineTag } from '@/lib/domain/baseline'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { RouteRule } from '@/lib/domain/route-rule'
import type { Component } from './found-components'
import type { ResolvedBranch, ResolvedTarget } from './found-splits'
import type { ImportNames } from './imported-document'

/** The rule's name for one branch: its route's, so that it is known again. */
export function ruleNameOf({ object, match }: ResolvedBranch): string {
  return match === undefined ? 'everyone' : object.metadata.name.slice(0, 58).replace(/[^a-z0-9]+$/, '')
}

/** The branches of a component as one ordered list; `entryName` gives the entry of the door at an index. */
export function importedRules(
  component: Component,
  names: ImportNames,
  entryName: (index: number) => string,
): RouteRule[] {
  const laneOf = lanesOfDeployments(component, names)
  const several = component.splits.length > 1
  const rules: RouteRule[] = component.splits.flatMap(({ branches, base }, index) =>
    branches.map((branch) => ({
      name: ruleNameOf(branch),
      ...(several && { entries: [entryName(index)] }),
      ...(branch.match && { match: branch.match }),
      targets: targetsOf(branch.targets, base, laneOf),
    })),
  )
  const merged = mergeEveryone(rules)
  return merged.map((rule, index) => ({ ...rule, name: ownName(rule.name, merged.slice(0, index)) }))
}

function lanesOfDeployments({ applications }: Component, { laneOf }: ImportNames): Map<KubeObject, string> {
  const versions = applications.flatMap(({ versions: own }) => own)
  return new Map(versions.map(({ deployment, tag }) => [deployment, laneOf.get(tag) ?? tag]))
}

function targetsOf(
  targets: readonly ResolvedTarget[],
  base: KubeObject,
  laneOf: ReadonlyMap<KubeObject, string>,
): RouteRule['targets'] {
  const weights = new Map<string, number>()
  for (const { deployment, weight, tag } of targets) {
    const lane = laneOf.get(deployment) ?? (deployment === base ? tag : null) ?? baselineTag
    weights.set(lane, (weights.get(lane) ?? 0) + weight)
  }
  return [...weights].map(([lane, weight]) => ({ lane, weight }))
}

/** Only the last rule may take everyone: rules of several doors that share alike become one. */
function mergeEveryone(rules: readonly RouteRule[]): RouteRule[] {
  const last = rules.filter(({ match }) => match === undefined)
  const [first] = last
  const same = last.filter(({ targets }) => JSON.stringify(targets) === JSON.stringify(first?.targets))
  const entries = same.flatMap((rule) => rule.entries ?? [])
  const conditions = rules.filter(({ match }) => match !== undefined)
  return first ? [...conditions, { ...first, ...(entries.length > 0 && { entries }) }] : conditions
}

function ownName(name: string, before: readonly RouteRule[]): string {
  const taken = before.filter((rule) => rule.name === name || rule.name.startsWith(`${name}-`)).length
  return taken === 0 ? name : `${name}-${taken + 1}`
}
