/**
 * The keys by which the items of a list in a pod template or Service are known, by the list's field name; a list not
 * named here is one value. The same table serves strategic merge and comparison.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
}

/** The keys of a list's items, told by the field's name and an item: `ports` of a container differ from a Service's. */
export function listKeysOf(
  field: string,
  item: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  if (field !== 'ports') return Object.hasOwn(listKeys, field) ? listKeys[field] : undefined
  return 'containerPort' in item ? ['containerPort', 'protocol'] : ['port', 'protocol']
}

/** One text that tells an item from its siblings, such as `web` or `8080/TCP`. A port's protocol is TCP unless it says so. */
export function itemKey(keys: readonly string[], item: Readonly<Record<string, unknown>>): string {
  return keys.map((key) => String(item[key] ?? (key === 'protocol' ? 'TCP' : ''))).join('/')
}
