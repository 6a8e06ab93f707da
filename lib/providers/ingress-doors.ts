import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { classOf } from './ingress-base'
import type { Door } from './provider'

/** Marks the class of Ingresses that name none.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class */
const defaultClass = 'ingressclass.kubernetes.io/is-default-class'

/**
 * The hosts of the Ingresses whose class belongs to a controller. Without an IngressClass object the class's name is the
 * only hint there is: then it must be `className`.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
 */
export function ingressDoors(input: {
  routes: readonly KubeObject[]
  classes: readonly KubeObject[]
  controller: string
  className: string
}): Door[] {
  const { classes, controller } = input
  const byDefault = classes.find(({ metadata }) => metadata.annotations?.[defaultClass] === 'true')
  return input.routes
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap((object) => {
      const className = classOf(object) ?? byDefault?.metadata.name ?? null
      const found = classes.find(
        ({ kind, metadata }) => kind === 'IngressClass' && metadata.name === className,
      )
      const known = at(found, 'spec', 'controller')
      const isOwn = typeof known === 'string' ? known === controller : className === input.className
      return isOwn ? hostDoors(object, className, input.routes) : []
    })
}

function hostDoors(object: KubeObject, className: string | null, routes: readonly KubeObject[]): Door[] {
  return hostsOf(object).map((rule) => ({
    object,
    host: typeof rule.host === 'string' ? rule.host : null,
    paths: asObjects(at(rule, 'http', 'paths')).map(pathOf),
    className,
    settings: isAmbiguous(object, rule.host, routes) ? { ingressClassName: className } : {},
  }))
}

function hostsOf(object: KubeObject) {
  return asObjects(at(object, 'spec', 'rules'))
}

/** Whether an Ingress of another class has the host too, so that only the class tells them apart. */
function isAmbiguous(object: KubeObject, host: unknown, routes: readonly KubeObject[]): boolean {
  const own = classOf(object)
  return (
    own !== undefined &&
    routes.some(
      (other) =>
        other.kind === 'Ingress' &&
        classOf(other) !== own &&
        hostsOf(other).some((rule) => (rule.host ?? null) === (host ?? null)),
    )
  )
}

function pathOf({ path, pathType }: Record<string, unknown>): Door['paths'][number] {
  return {
    path: typeof path === 'string' && path !== '' ? path : '/',
    type: pathType === 'Exact' ? 'Exact' : 'Prefix',
  }
}
