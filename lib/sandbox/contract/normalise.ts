/** A JSON value in which all that differs from run to run was replaced by words. */
export type Normal = string | number | boolean | null | Normal[] | { [key: string]: Normal }

const timeFields = /^(time|.*Timestamp|.*Time|.*At|buildDate)$/
const opaqueFields: Record<string, string> = {
  uid: '<uid>',
  resourceVersion: '<version>',
  continue: '<token>',
  nodeName: '<node>',
  zone: '<zone>',
  'topology.kubernetes.io/zone': '<zone>',
  serverAddress: '<address>',
  gitTreeState: '<build>',
}
/** The simulated kubelet of the recording and the sandbox's go by different names. */
const kubelets = /^(fake-kubelet|kubelet)$/

const replacements: [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\b/g, '<time>'],
  [/\b(micro-api|broken)-[0-9a-z]{5,10}-[0-9a-z]{5}\b/g, '$1-<hash>-<suffix>'],
  [/\b(micro-api|broken)-(?=[0-9a-z]*\d)[0-9a-z]{8,10}\b/g, '$1-<hash>'],
  [/\bmicro-api-[0-9a-z]{5}\b/g, 'micro-api-<suffix>'],
  [/\bkube-api-access-[0-9a-z]{5}\b/g, 'kube-api-access-<suffix>'],
  [/\b(10|127|192)\.\d+\.\d+\.\d+\b/g, '<ip>'],
  [/\btoo old resource version: 1 \(\d+\)/g, 'too old resource version: 1 (<version>)'],
  [/pod-template-hash=[0-9a-z]+/g, 'pod-template-hash=<hash>'],
  [/^(\d+[smhdy]){1,2}$/, '<age>'],
  [/^(sandbox-node|fake-node|node)-\d+$/, '<node>'],
]

/** Replaces names that are generated, times, versions, uids, addresses and ages; objects of a list come in a settled order. */
export function normalise(value: unknown, field = ''): Normal {
  if (typeof value === 'string') return normaliseText(value, field)
  // How long a pod takes to end is the kubelet's affair.
  if (field === 'terminatingReplicas') return '<count>'
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) {
    const items = value.map((item) => normalise(item))
    return field === 'items' || field === 'rows' || field === 'managedFields' || field === 'resources'
      ? items.sort(byText)
      : items
  }
  const holder: object = value
  if (isKubeletEntry(holder)) return '<kubelet>'
  const inSteps = 'endpoints' in holder || isOfDeployment(holder)
  const entries = Object.entries(holder).map(([key, part]): [string, Normal] => [
    normaliseKey(key),
    inSteps && (key === 'metadata' || key === 'status') ? withoutSteps(part) : normalise(part, key),
  ])
  const normal = Object.fromEntries(entries)
  return podConditions.has(String(normal.type)) ? withoutReason(normal) : normal
}

/** The pods' own life was simulated in the recording, so that what its kubelet says of them counts as little as its name. */
const podConditions = new Set([
  'ContainersReady',
  'Initialized',
  'PodReadyToStartContainers',
  'PodScheduled',
  'Ready',
])

function withoutReason({ reason: _reason, message: _message, ...rest }: { [key: string]: Normal }): Normal {
  return rest
}

function isKubeletEntry(holder: object): boolean {
  return 'fieldsV1' in holder && 'manager' in holder && kubelets.test(String(holder.manager))
}

function isOfDeployment(holder: { metadata?: unknown }): boolean {
  const { ownerReferences } = (holder.metadata ?? {}) as { ownerReferences?: { kind?: string }[] }
  return ownerReferences?.some(({ kind }) => kind === 'Deployment') ?? false
}

/** How often a slice, or a ReplicaSet in a rollout, was written on the way depends on timing. */
function withoutSteps(part: unknown): Normal {
  const normal = normalise(part)
  if (typeof normal !== 'object' || normal === null || Array.isArray(normal)) return normal
  const steps = ['generation', 'observedGeneration'].filter((field) => field in normal)
  return { ...normal, ...Object.fromEntries(steps.map((field) => [field, '<generation>'])) }
}

function byText(a: Normal, b: Normal): number {
  const left = JSON.stringify(sorted(a))
  const right = JSON.stringify(sorted(b))
  return left < right ? -1 : left > right ? 1 : 0
}

function sorted(value: Normal): Normal {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]))
}

function normaliseKey(key: string): string {
  return key.startsWith('k:') || key.startsWith('v:') ? replaceAll(key) : key
}

function normaliseText(text: string, field: string): string {
  const opaque = opaqueFields[field]
  if (opaque !== undefined) return opaque
  if (timeFields.test(field)) return '<time>'
  if (field === 'pod-template-hash') return '<hash>'
  if ((field === 'manager' || field === 'component') && kubelets.test(text)) return '<kubelet>'
  if (field === 'containerID' || field === 'imageID') return '<id>'
  return replaceAll(text)
}

function replaceAll(text: string): string {
  return replacements.reduce(
    (result, [pattern, word]) => result.replaceAll(new RegExp(pattern, 'g'), word),
    text,
  )
}
