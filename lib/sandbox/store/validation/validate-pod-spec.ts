import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { duplicate, invalidValue, required, unsupported } from './causes'
import { dnsLabelFaults } from './names'
import { validateContainer } from './validate-container'

/**
 * Faults of a pod spec at `field`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
 */
export function validatePodSpec(spec: JsonObject, field: string, policies: readonly string[]): StatusCause[] {
  const volumes = objectsAt(spec, 'volumes')
  const volumeNames = new Set(volumes.map((volume) => textAt(volume, 'name') ?? ''))
  const containers = objectsAt(spec, 'containers')
  const lists = [
    { name: 'containers', items: containers },
    { name: 'initContainers', items: objectsAt(spec, 'initContainers') },
  ]
  const seen = new Set<string>()
  const policy = textAt(spec, 'restartPolicy')
  return [
    ...volumes.flatMap((volume, index) => volumeFaults(volume, `${field}.volumes[${index}]`)),
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...lists.flatMap(({ name, items }) =>
      items.flatMap((container, index) => {
        const at = `${field}.${name}[${index}]`
        const own = textAt(container, 'name') ?? ''
        const twice = own !== '' && seen.has(own) ? [duplicate(`${at}.name`, own)] : []
        seen.add(own)
        return [...validateContainer(container, at, volumeNames), ...twice]
      }),
    ),
    ...(policy === undefined || policies.includes(policy)
      ? []
      : [unsupported(`${field}.restartPolicy`, policy, policies)]),
    ...graceFaults(spec, field),
  ]
}

function volumeFaults(volume: JsonObject, field: string): StatusCause[] {
  const name = textAt(volume, 'name') ?? ''
  if (name === '') return [required(`${field}.name`)]
  return dnsLabelFaults(name).map((fault) => invalidValue(`${field}.name`, name, fault))
}

function graceFaults(spec: JsonObject, field: string): StatusCause[] {
  const grace = spec.terminationGracePeriodSeconds
  const bad = typeof grace === 'number' && grace < 0
  return bad
    ? [invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than or equal to 0')]
    : []
}
