import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObject, asObjects, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Match } from '@/lib/domain/route-rule'
import { pluginGroup } from './higress-groups'
import { matchOf } from './higress-match'
import type { HigressSettings } from './higress-settings'
import type { BaseRoute } from './provider'

/** The plugin's object; Higress reads it in its own namespace only.
 * @see https://higress.cn/en/docs/latest/plugins/intro */
export const pluginKind = { apiVersion: 'extensions.higress.io/v1alpha1', kind: 'WasmPlugin' } as const

/** Whether a list of rules goes through the tag plugin: it is told to, or no annotation says one of its conditions. */
export function needsTagPlugin(
  rules: readonly { match?: Match }[],
  { tagPlugin }: Pick<HigressSettings, 'tagPlugin'>,
): boolean {
  return tagPlugin || rules.some(({ match }) => match?.flat().some(needsPlugin))
}

function needsPlugin(condition: Condition): boolean {
  if (condition.operator === 'percent') return true
  return condition.source === 'cookie' && matchOf(condition) === null
}

/**
 * The header in which the plugin tells the routes what it decided. Its name cannot be guessed from outside of the cluster,
 * because the plugin leaves a header that a request already has.
 */
export function choiceHeader({ object, host, paths }: BaseRoute): string {
  const { namespace, name, uid } = object.metadata
  const text = JSON.stringify([namespace, name, uid, host, paths])
  return `x-lane-${bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16)}`
}

/** One rule and the value of the choice header that leads to its targets. */
export type PluginRule = { value: string; match: Match }

/**
 * The tag plugin for a base route's rules, in their order: it stops at the first group that holds. It runs for requests of
 * the base Ingress; a header that it sets lets the gateway look for a route again. A plugin that cannot be loaded leaves
 * everything on the baseline.
 * @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/main.go
 */
export function tagPlugin(
  rules: readonly PluginRule[],
  base: BaseRoute,
  { pluginUrl, gatewayNamespace }: HigressSettings,
): KubeObject {
  const { name, namespace } = base.object.metadata
  const header = choiceHeader(base)
  const conditionGroups = rules.flatMap(({ value, match }) =>
    match.flatMap((branch) => {
      const conditions = pluginGroup(branch)
      if (conditions === null) return []
      return [{ headerName: header, headerValue: value, logic: 'and', conditions }]
    }),
  )
  return {
    ...pluginKind,
    metadata: {
      name: pluginName(base),
      namespace: gatewayNamespace,
      labels: { [labelKeys.lane]: baseline },
    },
    spec: {
      url: pluginUrl,
      phase: 'UNSPECIFIED_PHASE',
      priority: 400,
      failStrategy: 'FAIL_OPEN',
      defaultConfigDisable: true,
      matchRules: [
        {
          ingress: [namespace === undefined ? name : `${namespace}/${name}`],
          configDisable: false,
          config: { conditionGroups },
        },
      ],
    },
  }
}

/** The plugin's groups for a base route among a cluster's objects; none when there is no such plugin. */
export function readTagPlugin(objects: readonly KubeObject[], base: BaseRoute): JsonObject[] {
  const plugin = objects.find(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === pluginKind.apiVersion && kind === pluginKind.kind && metadata.name === pluginName(base),
  )
  const [rule] = asObjects(at(plugin, 'spec', 'matchRules'))
  return asObjects(asObject(rule?.config).conditionGroups)
}

function pluginName(base: BaseRoute): string {
  const { name, namespace } = base.object.metadata
  return `${namespace ?? 'default'}-${name}-${choiceHeader(base).slice('x-lane-'.length)}`
}
