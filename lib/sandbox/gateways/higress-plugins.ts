import type { WasmPlugin } from '@/lib/sandbox/shapes/wasm-plugin'
import type { HigressFacts } from './higress-facts'
import type { HigressRoute } from './higress-routes'
import { runTagPlugin, type TagPluginConfig, tagPluginConfig } from './higress-tag-plugin'

/** Where Higress runs; it reads plugins there only. */
export const higressNamespace = 'higress-system'

type Rule = { ingress: readonly string[]; domain: readonly string[]; config: TagPluginConfig | undefined }

/** A tag plugin ready for requests; `config` is for requests that no rule is for. */
export type TagPlugin = { rules: readonly Rule[]; config: TagPluginConfig | undefined }

/**
 * The tag plugins in the order in which they run: the higher priority first. Other plugins do nothing here.
 * @see https://higress.cn/en/docs/latest/plugins/intro
 */
export function compilePlugins(plugins: readonly WasmPlugin[]): TagPlugin[] {
  return plugins
    .filter(({ spec }) => /\/traffic-tag(:|@|\.|$)/.test(spec?.url ?? ''))
    .toSorted((left, right) => (right.spec?.priority ?? 0) - (left.spec?.priority ?? 0))
    .map(({ spec = {} }) => ({
      rules: (spec.matchRules ?? [])
        .filter(({ configDisable }) => configDisable !== true)
        .map(({ ingress = [], domain = [], config = {} }) => ({
          ingress: ingress.map((name) => (name.includes('/') ? name : `${higressNamespace}/${name}`)),
          domain,
          config: tagPluginConfig(config),
        })),
      config:
        spec.defaultConfigDisable === true || spec.defaultConfig === undefined
          ? undefined
          : tagPluginConfig(spec.defaultConfig),
    }))
}

/** The facts after all plugins; a rule for the Ingress goes before one for the host, and that before the default. */
export function runPlugins(
  plugins: readonly TagPlugin[],
  route: HigressRoute,
  facts: HigressFacts,
  random: () => number,
): HigressFacts {
  let seen = facts
  for (const { rules, config: byDefault } of plugins) {
    const rule =
      rules.find(({ ingress }) => ingress.includes(route.ingress)) ??
      rules.find(({ domain }) => domain.some((name) => isHost(name, facts.host)))
    const config = rule === undefined ? byDefault : rule.config
    if (config !== undefined) seen = { ...seen, headers: runTagPlugin(config, seen, random) }
  }
  return seen
}

function isHost(pattern: string, host: string): boolean {
  if (pattern.startsWith('*')) return host.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return host.startsWith(pattern.slice(0, -1))
  return pattern === host
}
