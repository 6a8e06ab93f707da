import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { BaseRoute } from './provider'

/** Whether an Ingress stands at a base's host and at one of its paths; entries of one host may have paths each. */
export function standsBeside(
  ingress: KubeObject,
  { host, paths }: Pick<BaseRoute, 'host' | 'paths'>,
): boolean {
  return asObjects(at(ingress, 'spec', 'rules'))
    .filter((rule) => (rule.host ?? undefined) === host)
    .flatMap((rule) => asObjects(at(rule, 'http', 'paths')))
    .some((one) => paths.some(({ path, type }) => one.path === path && one.pathType === type))
}
