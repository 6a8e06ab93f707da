import type { Store } from '@/lib/sandbox/store/store'
import type { Controller } from './controller'
import { startDeploymentController } from './deployment-controller'
import { startEndpointSliceController } from './endpoint-slice-controller'
import { startEventCleaner } from './event-cleaner'
import { startGarbageCollector } from './garbage-collector'
import { startNamespaceController } from './namespace-controller'
import { startReplicaSetController } from './replica-set-controller'

/** Starts every controller of the sandbox on one store; each begins with what is stored. */
export function startControllers(store: Store): Controller {
  const running = [
    startNamespaceController(store),
    startGarbageCollector(store),
    startReplicaSetController(store),
    startDeploymentController(store),
    startEndpointSliceController(store),
    startEventCleaner(store),
  ]
  return {
    stop: () => {
      for (const controller of running) controller.stop()
    },
  }
}
