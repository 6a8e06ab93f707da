import { isPodActive, isPodReady, listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { applicationOf } from './pod-identity'

/** The registry that the agents look applications up in: ready pods that are not terminating, by application. */
export class Instances {
  private readonly byNamespace = new Map<string, Map<string, Pod[]>>()
  private readonly unsubscribe: () => void

  constructor(private readonly store: Store) {
    this.unsubscribe = store.subscribe(({ kind, object }) => {
      if (kind === kinds.pods) this.byNamespace.delete(object.metadata.namespace ?? '')
    })
  }

  /** The ready pods of one application. */
  of(namespace: string, application: string): readonly Pod[] {
    const applications = this.byNamespace.get(namespace) ?? this.load(namespace)
    return applications.get(application) ?? []
  }

  /** Ends the subscription. */
  close(): void {
    this.unsubscribe()
  }

  private load(namespace: string): Map<string, Pod[]> {
    const applications = new Map<string, Pod[]>()
    for (const pod of listPods(this.store, { namespace })) {
      const application = applicationOf(pod)
      if (application === undefined || !isPodActive(pod) || !isPodReady(pod)) continue
      const pods = applications.get(application) ?? []
      pods.push(pod)
      applications.set(application, pods)
    }
    this.byNamespace.set(namespace, applications)
    return applications
  }
}
