import { objectAt, objectsAt, setDefault, textAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { defaultContainer } from './container-defaults'
import { defaultVolume } from './volume-defaults'

/**
 * Defaults of a pod spec, in a pod as in a template.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
 */
export function defaultPodSpec(spec: JsonObject): void {
  setDefault(spec, 'restartPolicy', 'Always')
  setDefault(spec, 'terminationGracePeriodSeconds', 30)
  setDefault(spec, 'dnsPolicy', 'ClusterFirst')
  setDefault(spec, 'securityContext', {})
  setDefault(spec, 'schedulerName', 'default-scheduler')
  const account = textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount')
  if (account !== undefined) {
    spec.serviceAccountName = account
    spec.serviceAccount = account
  }
  for (const volume of objectsAt(spec, 'volumes')) defaultVolume(volume)
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    for (const container of objectsAt(spec, list)) defaultContainer(container, spec.hostNetwork === true)
  }
}

/** Defaults of a pod template. */
export function defaultPodTemplate(template: JsonObject | undefined): void {
  const spec = objectAt(template, 'spec')
  if (spec !== undefined) defaultPodSpec(spec)
}

/** Defaults that only a pod itself gets. */
export function defaultPod(pod: JsonObject): void {
  const spec = objectAt(pod, 'spec')
  if (spec === undefined) return
  defaultPodSpec(spec)
  setDefault(spec, 'enableServiceLinks', true)
}
