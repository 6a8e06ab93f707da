import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { getPod, isPodActive, isPodReady, type Pod } from '@/lib/sandbox/shapes/pod'
import type { Store } from '@/lib/sandbox/store/store'
import { chooseInstances, type Decision, tagHeader } from './choose-instance'
import type { Instances } from './instances'
import { applicationOf, isGoverned, tagOf } from './pod-identity'
import type { OutboundRequest } from './router-match'
import type { RouterRules } from './router-rules'

/** Decides for each call between applications which pod takes it. */
export type Agent = {
  /** The pod that takes the call and the headers it goes out with; undefined is 503, no instance. */
  choose(
    caller: Pod,
    application: string,
    request: OutboundRequest,
  ): { pod: Pod; headers: Record<string, string> } | undefined
}

/** Finds the rules of an application. */
type FindRouter = (namespace: string, application: string) => RouterRules | undefined

/**
 * The MSE agent of governed pods; a pod without it calls the plain Service, or any registered instance, and passes no
 * tag on. @see https://www.alibabacloud.com/help/en/mse/user-guide/overview-5
 */
export function createAgent(
  store: Store,
  instances: Instances,
  findRouter: FindRouter = () => undefined,
): Agent {
  const turns = new Map<string, number>()

  function colour(caller: Pod): string | undefined {
    const tag = tagOf(caller)
    if (tag === undefined) return undefined
    const router = findRouter(caller.metadata.namespace ?? '', applicationOf(caller) ?? '')
    return router === undefined || router.colours(tag) ? tag : undefined
  }

  function decide(caller: Pod, application: string, request: OutboundRequest): Decision {
    const namespace = caller.metadata.namespace ?? ''
    const registered = instances.of(namespace, application)
    if (!isGoverned(store, caller)) {
      return { pods: serviceBackends(store, namespace, application) ?? registered, headers: {} }
    }
    const ruled = findRouter(namespace, application)?.route(caller, request)
    return ruled ?? chooseInstances(registered, carriedTag(request), colour(caller))
  }

  return {
    choose(caller, application, request) {
      const { pods, headers } = decide(caller, application, request)
      const key = `${caller.metadata.namespace ?? ''}/${application}/${headers[tagHeader] ?? ''}`
      const turn = (turns.get(key) ?? 0) + 1
      turns.set(key, turn)
      const pod = pods[turn % Math.max(1, pods.length)]
      return pod && { pod, headers }
    },
  }
}

function carriedTag({ headers }: OutboundRequest): string | undefined {
  const value = headers[tagHeader]
  return (Array.isArray(value) ? value[0] : value) || undefined
}

/** The ready pods behind a Service of the application's name, or undefined when there is no such Service. */
function serviceBackends(store: Store, namespace: string, service: string): Pod[] | undefined {
  const slices = listSlices(store, namespace, service)
  if (slices.length === 0) return undefined
  const ready = slices.flatMap((slice) => slice.endpoints ?? []).filter(({ conditions }) => conditions.ready)
  return ready.flatMap(({ targetRef }) => {
    const pod = targetRef === undefined ? undefined : getPod(store, namespace, targetRef.name)
    return pod !== undefined && isPodActive(pod) && isPodReady(pod) ? [pod] : []
  })
}
