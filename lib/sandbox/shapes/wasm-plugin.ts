import { higressKinds } from '@/lib/sandbox/store/custom/higress-kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'

/** A stored plugin of Higress. @see https://higress.cn/en/docs/latest/plugins/intro */
export type WasmPlugin = KubeObject & {
  spec?: {
    url?: string
    priority?: number | null
    defaultConfig?: object
    defaultConfigDisable?: boolean
    matchRules?: { ingress?: string[]; domain?: string[]; config?: object; configDisable?: boolean }[]
  }
}

/** The plugins of one namespace. */
export function listWasmPlugins(store: Store, namespace: string): WasmPlugin[] {
  const all = store.list(higressKinds.wasmPlugins) as readonly KubeObject[] as WasmPlugin[]
  return all.filter(({ metadata }) => metadata.namespace === namespace && !metadata.deletionTimestamp)
}
