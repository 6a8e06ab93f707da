import type { Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'

/** The label or annotation that marks a lane node. @see https://www.alibabacloud.com/help/en/mse/user-guide/configure-an-end-to-end-canary-release */
const tagKey = 'alicloud.service.tag'
const canaryPrefix = 'opensergo.io/canary-'

/** The lane tag of a pod: label, else annotation, else `opensergo.io/canary-t: t`; undefined is the baseline. */
export function tagOf({ metadata }: Pod): string | undefined {
  const direct = metadata.labels?.[tagKey] || metadata.annotations?.[tagKey]
  if (direct) return direct
  const canary = Object.entries(metadata.labels ?? {}).find(
    ([key, value]) => key === `${canaryPrefix}${value}`,
  )
  return canary?.[1]
}

/** The application that a pod registers as: `msePilotCreateAppName`, else `app`. */
export function applicationOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.msePilotCreateAppName ?? metadata.labels?.app
}

/** Whether the agent is in the pod: `msePilotAutoEnable` of the pod decides, else `mse-enable` of its namespace. */
export function isGoverned(store: Store, { metadata }: Pick<DraftObject, 'metadata'>): boolean {
  const own = metadata.labels?.msePilotAutoEnable
  if (own === 'on') return true
  if (own === 'off') return false
  const namespace = store.get(kinds.namespaces, undefined, metadata.namespace ?? '')
  return namespace?.metadata.labels?.['mse-enable'] === 'enabled'
}

/** The version that a pod shows itself as: its lane's tag, else the label `version` of a mesh, where that is not `base`. */
export function shownVersion(pod: Pod): string {
  const { version = 'base' } = pod.metadata.labels ?? {}
  return tagOf(pod) ?? (version === 'base' ? '' : version)
}
