import { forbidden } from '@/lib/sandbox/store/api-error'
import { textAt } from '@/lib/sandbox/store/json-path'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject, KubeObject } from '@/lib/sandbox/store/object'

/**
 * Refuses a pod of a service account that does not exist, with Forbidden; `default` may still be on its way.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller
 */
export function checkServiceAccount(
  pod: DraftObject,
  find: (namespace: string, name: string) => KubeObject | undefined,
): void {
  const account = textAt(pod, 'spec', 'serviceAccountName') ?? 'default'
  const { namespace = '', generateName, name = '' } = pod.metadata
  if (account === 'default' || find(namespace, account) !== undefined) return
  const why = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`
  throw forbidden(kinds.pods, generateName ?? name, why)
}
