const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const portName = /^[-a-z0-9]+$/

const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const qualifiedText =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const labelValueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

/** What is wrong with a DNS label, in the API server's words. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export function dnsLabelFaults(value: string): string[] {
  return [
    ...(value.length > 63 ? ['must be no more than 63 bytes'] : []),
    ...(label.test(value) ? [] : [labelText]),
  ]
}

/** What is wrong with a DNS subdomain. */
export function dnsSubdomainFaults(value: string): string[] {
  return [
    ...(value.length > 253 ? ['must be no more than 253 bytes'] : []),
    ...(subdomain.test(value) ? [] : [subdomainText]),
  ]
}

/** What is wrong with a name that need only fit into a path, such as `system:basic-user`. */
export function pathSegmentFaults(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter((letter) => value.includes(letter)).map((letter) => `may not contain '${letter}'`)
}

/** What is wrong with a label or annotation key. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function qualifiedNameFaults(key: string): string[] {
  const slash = key.lastIndexOf('/')
  const prefix = slash === -1 ? undefined : key.slice(0, slash)
  const name = key.slice(slash + 1)
  const prefixFaults =
    prefix === undefined
      ? []
      : prefix === ''
        ? ['prefix part must be non-empty']
        : dnsSubdomainFaults(prefix).map((fault) => `prefix part ${fault}`)
  if (name === '') return [...prefixFaults, 'name part must be non-empty', qualifiedText]
  return [
    ...prefixFaults,
    ...(name.length > 63 ? ['name part must be no more than 63 bytes'] : []),
    ...(qualifiedPart.test(name) ? [] : [qualifiedText]),
  ]
}

/** What is wrong with a label value. */
export function labelValueFaults(value: string): string[] {
  return [
    ...(value.length > 63 ? ['must be no more than 63 bytes'] : []),
    ...(labelValue.test(value) ? [] : [labelValueText]),
  ]
}

/** What is wrong with a port name of a pod. */
export function portNameFaults(value: string): string[] {
  return [
    ...(value.length > 15 ? ['must be no more than 15 bytes'] : []),
    ...(portName.test(value)
      ? []
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
    ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(value) ? ['must not begin or end with a hyphen'] : []),
  ]
}
