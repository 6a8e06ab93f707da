import type { KubeObject } from '@/lib/domain/kube-object'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Match } from '@/lib/domain/route-rule'
import type { FoundBranch, FoundSplit, FoundTarget } from '@/lib/providers/found-split'
import { providers } from '@/lib/providers/index'
import type { TrafficProvider } from '@/lib/providers/provider'
import { say } from '@/lib/words/sentence'
import { selectedBy } from './found-applications'

/** Where a branch leads: to a Deployment (the base's own too), with the tag that its requests carry. */
export type ResolvedTarget = {
  deployment: KubeObject
  weight: number
  tag: string | null
  route: KubeObject | null
}
export type ResolvedBranch = { object: KubeObject; match: Match | undefined; targets: ResolvedTarget[] }

/** A split door, with the Deployments that its Services select. */
export type ResolvedSplit = {
  provider: TrafficProvider
  split: FoundSplit
  base: KubeObject
  branches: ResolvedBranch[]
}

type Live = {
  routes: readonly KubeObject[]
  classes: readonly KubeObject[]
  services: readonly KubeObject[]
  deployments: readonly KubeObject[]
}

/** The doors of a namespace that are split, of every gateway family, and what could not be followed to a Deployment. */
export function foundSplits(
  live: Live,
  isStable: (deployment: KubeObject) => boolean,
): { splits: ResolvedSplit[]; losses: Notice[] } {
  const losses: Notice[] = []
  const selected = ({ service, pods }: FoundTarget) =>
    selectedBy(
      live.services.find(({ metadata }) => metadata.name === service.name),
      pods,
      live.deployments,
    )
  const isBaseline = (target: FoundTarget) => selected(target).some(isStable)
  const splits = providers.flatMap((provider) =>
    (provider.recognise?.({ routes: live.routes, classes: live.classes, isBaseline }) ?? []).flatMap(
      (split) => {
        const [base] = [...selected(split.base)].sort(
          (one, other) => Number(isStable(other)) - Number(isStable(one)),
        )
        if (base === undefined) return []
        const branches = split.branches.flatMap((branch) => {
          const resolved = resolveBranch(branch, split, base, selected)
          if (!('loss' in resolved)) return [resolved]
          losses.push(resolved.loss)
          return []
        })
        return [{ provider, split, base, branches }]
      },
    ),
  )
  return { splits, losses }
}

function resolveBranch(
  { object, match, targets }: FoundBranch,
  split: FoundSplit,
  base: KubeObject,
  selected: (target: FoundTarget) => KubeObject[],
): ResolvedBranch | { loss: Notice } {
  const resolved: ResolvedTarget[] = []
  for (const target of targets) {
    const isBase = target.service.name === split.base.service.name && sameLabels(target.pods, split.base.pods)
    const [deployment, ...others] = isBase ? [base] : selected(target)
    if (deployment === undefined || others.length > 0)
      return { loss: stray(object, target, deployment === undefined ? [] : [deployment, ...others]) }
    resolved.push({ deployment, weight: target.weight, tag: target.tag, route: target.route })
  }
  return { object, match, targets: resolved }
}

function sameLabels(one: FoundTarget['pods'], other: FoundTarget['pods']): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function stray(object: KubeObject, { service }: FoundTarget, found: readonly KubeObject[]): Notice {
  const about = { kind: object.kind, name: object.metadata.name, service: service.name }
  const deployments = found.map(({ metadata }) => metadata.name).join(', ')
  const message =
    found.length === 0
      ? say('importing.noTarget', about)
      : say('importing.severalTargets', { ...about, deployments })
  return { code: 'NoTarget', severity: 'warning', message, object: refOf(object) }
}
