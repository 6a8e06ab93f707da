import type { FieldWriter } from './field-writers'

/**
 * The horizontal autoscaler of Kubernetes runs in its controller manager and writes through the scale subresource; a
 * person's `kubectl scale` goes the same way under another name.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
const autoscalers: ReadonlySet<string> = new Set(['kube-controller-manager', 'horizontal-pod-autoscaler'])

/** Whether an autoscaler wrote a number of replicas. */
export function isAutoscaler({ manager, subresource }: FieldWriter): boolean {
  return subresource === 'scale' && autoscalers.has(manager)
}
