import { isIP } from 'node:net'
import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { numberAt, objectAt, objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { invalidValue, required, unsupported } from './causes'
import { dnsLabelFaults, dnsSubdomainFaults } from './names'
import { portRangeFaults } from './validate-container'

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']
const classAnnotation = 'kubernetes.io/ingress.class'

/** Faults of an Ingress. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/ */
export function validateIngress(ingress: JsonObject): StatusCause[] {
  const spec = objectAt(ingress, 'spec') ?? {}
  const rules = objectsAt(spec, 'rules')
  const fallback = objectAt(spec, 'defaultBackend')
  const nothing = rules.length === 0 && fallback === undefined
  const className = textAt(spec, 'ingressClassName')
  return [
    ...(nothing ? [invalidValue('spec', spec, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...rules.flatMap((rule, index) => ruleFaults(rule, `spec.rules[${index}]`)),
    ...(fallback === undefined ? [] : backendFaults(fallback, 'spec.defaultBackend')),
    ...(className === undefined
      ? []
      : dnsSubdomainFaults(className).map((fault) =>
          invalidValue('spec.ingressClassName', className, fault),
        )),
  ]
}

/** Faults of a new Ingress alone: the class may be named once only. @see https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation */
export function validateIngressClassOnce(ingress: JsonObject): StatusCause[] {
  const annotation = textAt(ingress, 'metadata', 'annotations', classAnnotation)
  const className = textAt(ingress, 'spec', 'ingressClassName')
  if (annotation === undefined || className === undefined || annotation === className) return []
  const detail = 'must match `ingressClassName` when both are specified'
  return [invalidValue(`annotations.${classAnnotation}`, annotation, detail)]
}

function ruleFaults(rule: JsonObject, field: string): StatusCause[] {
  const host = textAt(rule, 'host')
  const http = objectAt(rule, 'http')
  const paths = objectsAt(http, 'paths')
  return [
    ...(host === undefined ? [] : hostFaults(host, `${field}.host`)),
    ...(http !== undefined && paths.length === 0 ? [required(`${field}.http.paths`)] : []),
    ...paths.flatMap((path, index) => pathFaults(path, `${field}.http.paths[${index}]`)),
  ]
}

function hostFaults(host: string, field: string): StatusCause[] {
  if (isIP(host) !== 0) return [invalidValue(field, host, 'must be a DNS name, not an IP address')]
  const wildcard = host.startsWith('*.')
  const faults = dnsSubdomainFaults(wildcard ? host.slice(2) : host)
  if (!host.includes('*') || wildcard) return faults.map((fault) => invalidValue(field, host, fault))
  const text =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
  return [invalidValue(field, host, text)]
}

const refusedInPath = ['//', '/./', '/../', '%2f', '%2F']

function pathFaults(path: JsonObject, field: string): StatusCause[] {
  const type = textAt(path, 'pathType')
  const text = textAt(path, 'path') ?? ''
  const strict = type === 'Exact' || type === 'Prefix'
  return [
    ...(type === undefined ? [required(`${field}.pathType`, 'pathType must be specified')] : []),
    ...(type !== undefined && !pathTypes.includes(type)
      ? [unsupported(`${field}.pathType`, type, pathTypes)]
      : []),
    ...((strict || text !== '') && type !== undefined && !text.startsWith('/')
      ? [invalidValue(`${field}.path`, text, 'must be an absolute path')]
      : []),
    ...(strict
      ? refusedInPath
          .filter((part) => text.includes(part))
          .map((part) => invalidValue(`${field}.path`, text, `must not contain '${part}'`))
      : []),
    ...backendFaults(objectAt(path, 'backend') ?? {}, `${field}.backend`),
  ]
}

function backendFaults(backend: JsonObject, field: string): StatusCause[] {
  const service = objectAt(backend, 'service')
  if (service === undefined) {
    return objectAt(backend, 'resource') === undefined
      ? [required(field, 'service or resource backend is required')]
      : []
  }
  const name = textAt(service, 'name') ?? ''
  const portName = textAt(service, 'port', 'name')
  const number = numberAt(service, 'port', 'number')
  return [
    ...(name === ''
      ? [required(`${field}.service.name`)]
      : dnsLabelFaults(name).map((fault) => invalidValue(`${field}.service.name`, name, fault))),
    ...(portName !== undefined && number !== undefined
      ? [
          invalidValue(
            `${field}.service.port`,
            { name: portName, number },
            'cannot set both port name & port number',
          ),
        ]
      : []),
    ...(portName === undefined && number === undefined
      ? [required(`${field}.service.port`, 'port name or number is required')]
      : []),
    ...(number === undefined ? [] : portRangeFaults(number, `${field}.service.port.number`)),
  ]
}
