import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { classOf } from './ingress-base'
import type { Door } from './provider'

/** Marks the class of Ingresses that name none.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class */
const defaultClass = 'ingressclass.kubernetes.io/is-default-class'

/**
 * The hosts of the Ingresses whose class belongs to a controller. Without an IngressClass object the class's name is the
 * only hint there is: then it must be `className`. A class of another name is put into the settings where somebody else
 * claims the host too.
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
      return isOwn ? hostDoors(object, className).map((door) => withClass(door, input)) : []
    })
}

function withClass(
  door: Door,
  { routes, className }: { routes: readonly KubeObject[]; className: string },
): Door {
  const own = classOf(door.object)
  const others = routes.filter((route) => route !== door.object && route.kind === 'Ingress')
  const isShared = others.some((route) =>
    asObjects(at(route, 'spec', 'rules')).some(({ host = null }) => host === door.host),
  )
  if (own === undefined || own === className || !isShared) return door
  return { ...door, settings: { ingressClassName: own } }
}

function hostDoors(object: KubeObject, className: string | null): Door[] {
  return asObjects(at(object, 'spec', 'rules')).map((rule) => ({
    object,
    host: typeof rule.host === 'string' ? rule.host : null,
    paths: asObjects(at(rule, 'http', 'paths')).map(pathOf),
    className,
    settings: {},
  }))
}

function pathOf({ path, pathType }: Record<string, unknown>): Door['paths'][number] {
  return {
    path: typeof path === 'string' && path !== '' ? path : '/',
    type: pathType === 'Exact' ? 'Exact' : 'Prefix',
  }
}
