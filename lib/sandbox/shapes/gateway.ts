import type { KubeObject } from '@/lib/sandbox/store/object'

/** One door of a Gateway. @see https://gateway-api.sigs.k8s.io/reference/spec/#listener */
export type GatewayListener = {
  name: string
  hostname?: string
  port: number
  protocol: string
  allowedRoutes?: { namespaces?: { from?: string } }
}

/** One observation of a controller. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export type Condition = {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message: string
  observedGeneration: number
  lastTransitionTime: string
}

/** A stored Gateway. @see https://gateway-api.sigs.k8s.io/reference/spec/#gateway */
export type Gateway = KubeObject & {
  spec: { gatewayClassName: string; listeners: GatewayListener[] }
  status?: { [field: string]: unknown }
}

/** A stored GatewayClass. @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclass */
export type GatewayClass = KubeObject & {
  spec: { controllerName: string }
  status?: { [field: string]: unknown }
}
