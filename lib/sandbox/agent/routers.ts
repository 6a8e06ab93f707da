import { createEventRecorder, type EventRecorder } from '@/lib/sandbox/controllers/event-recorder'
import type { TrafficRouter } from '@/lib/sandbox/shapes/traffic-router'
import { openSergoKinds } from '@/lib/sandbox/store/custom/opensergo-kinds'
import type { Store } from '@/lib/sandbox/store/store'
import type { Instances } from './instances'
import { compileRouter, type RouterRules } from './router-rules'

const { trafficRouters } = openSergoKinds

/**
 * The TrafficRouters that agents obey, made ready once each: one counts for the application of its name when its label
 * `app` and one of its hosts name that application too.
 * @see https://github.com/opensergo/opensergo-control-plane/blob/main/pkg/controller/crd_watcher.go
 */
export class Routers {
  private readonly known = new Map<string, RouterRules | undefined>()
  private readonly unsubscribe: () => void
  private readonly events: EventRecorder

  constructor(
    private readonly store: Store,
    private readonly instances: Instances,
    private readonly random: () => number = Math.random,
  ) {
    this.events = createEventRecorder(store, { component: 'opensergo-control-plane' }, 'opensergo')
    this.unsubscribe = store.subscribe(({ kind, object }) => {
      if (kind === trafficRouters) this.known.delete(`${object.metadata.namespace}/${object.metadata.name}`)
    })
  }

  /** The rules of an application, or undefined where it has none. */
  find(namespace: string, application: string): RouterRules | undefined {
    const key = `${namespace}/${application}`
    if (!this.known.has(key)) this.known.set(key, this.load(namespace, application))
    return this.known.get(key)
  }

  /** Ends the subscription. */
  close(): void {
    this.unsubscribe()
  }

  private load(namespace: string, application: string): RouterRules | undefined {
    const router = this.store.get(trafficRouters, namespace, application) as TrafficRouter | undefined
    if (router === undefined || !isFor(router, namespace, application)) return undefined
    const rules = compileRouter(router, (name) => this.instances.of(namespace, name), this.random)
    for (const { entry, reason } of rules.faults) {
      const message = `http entry "${entry}" never matches: ${reason}`
      this.events.record({ object: router, type: 'Warning', reason: 'InvalidRegex', message })
    }
    return rules
  }
}

function isFor({ metadata, spec }: TrafficRouter, namespace: string, application: string): boolean {
  const names = [application, `${application}.${namespace}`, `${application}.${namespace}.svc.cluster.local`]
  return metadata.labels?.app === application && (spec?.hosts ?? []).some((host) => names.includes(host))
}
