/** A running controller: `stop` ends its timers and its subscription. */
export type Controller = { stop(): void }

/** The field manager of everything that the built-in controllers write. */
export const controllerManager = { manager: 'kube-controller-manager' } as const

/** The same for writes of a status. */
export const controllerStatus = { manager: 'kube-controller-manager', subresource: 'status' } as const
