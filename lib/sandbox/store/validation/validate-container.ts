import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { numberAt, objectAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { duplicate, invalidValue, missingReference, required, unsupported } from './causes'
import { dnsLabelFaults, portNameFaults } from './names'

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const protocols = ['TCP', 'UDP', 'SCTP']
const quantity = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/

/**
 * Faults of a container at `field`; `volumes` are the names that its mounts may refer to.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export function validateContainer(
  container: JsonObject,
  field: string,
  volumes: ReadonlySet<string>,
): StatusCause[] {
  const name = textAt(container, 'name') ?? ''
  const image = textAt(container, 'image') ?? ''
  const policy = textAt(container, 'imagePullPolicy')
  return [
    ...(name === ''
      ? [required(`${field}.name`)]
      : dnsLabelFaults(name).map((fault) => invalidValue(`${field}.name`, name, fault))),
    ...(image === '' ? [required(`${field}.image`)] : []),
    ...(image !== image.trim()
      ? [invalidValue(`${field}.image`, image, 'must not have leading or trailing whitespace')]
      : []),
    ...(policy === undefined || pullPolicies.includes(policy)
      ? []
      : [unsupported(`${field}.imagePullPolicy`, policy, pullPolicies)]),
    ...portsFaults(container, field),
    ...environmentFaults(container, field),
    ...mountFaults(container, field, volumes),
    ...resourceFaults(container, field),
    ...probeFaults(container, field),
  ]
}

function portsFaults(container: JsonObject, field: string): StatusCause[] {
  const names = new Set<string>()
  return objectsAt(container, 'ports').flatMap((port, index) => {
    const at = `${field}.ports[${index}]`
    const name = textAt(port, 'name')
    const number = numberAt(port, 'containerPort') ?? 0
    const protocol = textAt(port, 'protocol')
    const twice = name !== undefined && names.has(name) ? [duplicate(`${at}.name`, name)] : []
    if (name !== undefined) names.add(name)
    return [
      ...(name === undefined
        ? []
        : portNameFaults(name).map((fault) => invalidValue(`${at}.name`, name, fault))),
      ...twice,
      ...(number === 0 ? [required(`${at}.containerPort`)] : portRangeFaults(number, `${at}.containerPort`)),
      ...(protocol === undefined || protocols.includes(protocol)
        ? []
        : [unsupported(`${at}.protocol`, protocol, protocols)]),
    ]
  })
}

/** Faults of a port number. */
export function portRangeFaults(port: number, field: string): StatusCause[] {
  return port >= 1 && port <= 65_535
    ? []
    : [invalidValue(field, port, 'must be between 1 and 65535, inclusive')]
}

function environmentFaults(container: JsonObject, field: string): StatusCause[] {
  return objectsAt(container, 'env').flatMap((variable, index) => {
    const at = `${field}.env[${index}]`
    if ((textAt(variable, 'name') ?? '') === '') return [required(`${at}.name`)]
    const both = textAt(variable, 'value') !== undefined && objectAt(variable, 'valueFrom') !== undefined
    return both ? [invalidValue(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty')] : []
  })
}

function mountFaults(container: JsonObject, field: string, volumes: ReadonlySet<string>): StatusCause[] {
  const paths = new Set<string>()
  return objectsAt(container, 'volumeMounts').flatMap((mount, index) => {
    const at = `${field}.volumeMounts[${index}]`
    const name = textAt(mount, 'name') ?? ''
    const path = textAt(mount, 'mountPath') ?? ''
    const twice = paths.has(path) ? [invalidValue(`${at}.mountPath`, path, 'must be unique')] : []
    paths.add(path)
    return [
      ...(name === ''
        ? [required(`${at}.name`)]
        : volumes.has(name)
          ? []
          : [missingReference(`${at}.name`, name)]),
      ...(path === '' ? [required(`${at}.mountPath`)] : twice),
    ]
  })
}

function resourceFaults(container: JsonObject, field: string): StatusCause[] {
  return (['limits', 'requests'] as const).flatMap((list) =>
    Object.entries(textsAt(container, 'resources', list)).flatMap(([name, amount]) => {
      const at = `${field}.resources.${list}[${name}]`
      if (!quantity.test(amount)) {
        return [
          invalidValue(
            at,
            amount,
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
          ),
        ]
      }
      return amount.startsWith('-') ? [invalidValue(at, amount, 'must be greater than or equal to 0')] : []
    }),
  )
}

function probeFaults(container: JsonObject, field: string): StatusCause[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) => {
    const probe = objectAt(container, name)
    if (probe === undefined) return []
    const handlers = ['httpGet', 'tcpSocket', 'exec', 'grpc'].filter(
      (handler) => probe[handler] !== undefined,
    )
    const at = `${field}.${name}`
    if (handlers.length === 0) return [required(at, 'must specify a handler type')]
    const only = name !== 'readinessProbe' && numberAt(probe, 'successThreshold') !== 1
    return only ? [invalidValue(`${at}.successThreshold`, probe.successThreshold, 'must be 1')] : []
  })
}
