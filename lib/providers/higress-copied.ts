import { asTexts } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { headerList } from './header-list'
import { higressKeys, isMatchAnnotation } from './higress-keys'
import type { BaseRoute, Routes, RouteTarget } from './provider'

const prefixes = ['higress.io/', 'nginx.ingress.kubernetes.io/']
const own: ReadonlySet<string> = new Set([
  higressKeys.updateHeader,
  higressKeys.removeHeader,
  higressKeys.defaultBackend,
])

/**
 * The annotations of a base Ingress that a route of its own must repeat, since it inherits none: rewrite, timeout, CORS,
 * authentication and whatever else the gateway reads.
 * @see https://higress.cn/en/docs/latest/user/annotation
 */
export function copiedAnnotations({ object }: BaseRoute): Record<string, string> {
  const all = Object.entries(asTexts(object.metadata.annotations))
  return Object.fromEntries(
    all.filter(
      ([key]) =>
        prefixes.some((prefix) => key.startsWith(prefix)) && !own.has(key) && !isMatchAnnotation(key),
    ),
  )
}

/** Says which annotations were repeated: a later change of the base is not followed until the next push. */
export function copiedNotices(base: BaseRoute, hasRoutes: boolean): Notice[] {
  const keys = Object.keys(copiedAnnotations(base)).join(', ')
  if (keys === '' || !hasRoutes) return []
  const { name } = base.object.metadata
  const message = say('planning.annotationsCopied', { name, keys })
  return [
    {
      code: 'AnnotationsCopied',
      severity: 'info',
      message,
      object: refOf(base.object),
      params: { name, keys },
    },
  ]
}

/**
 * The header control of a route: the base's, which no other Ingress inherits, and the tag header set, or removed where
 * the policy is closed. `drop` is removed too.
 */
export function headerControl(
  target: RouteTarget,
  routes: Routes,
  base: BaseRoute,
  drop: readonly string[],
): Record<string, string> {
  const annotations = asTexts(base.object.metadata.annotations)
  const { setTag } = target
  const isTag = (name: string) => name.toLowerCase() === routes.tagHeader.toLowerCase()
  const removed = headerList(annotations[higressKeys.removeHeader]).filter((name) => !isTag(name))
  const tag = setTag === null && routes.tagPolicy === 'closed' ? [routes.tagHeader] : []
  const remove = [...removed, ...drop, ...tag]
  const before = annotations[higressKeys.updateHeader]
  const update = [
    ...(before === undefined ? [] : [before.trimEnd()]),
    ...(setTag === null ? [] : [`${routes.tagHeader} ${setTag}`]),
  ]
  return {
    ...(update.length > 0 && { [higressKeys.updateHeader]: update.join('\n') }),
    ...(remove.length > 0 && { [higressKeys.removeHeader]: remove.join(',') }),
  }
}
