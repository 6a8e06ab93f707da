const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/**
 * The pod-template-hash of a template: FNV-1a over its canonical JSON, in the API machinery's safe alphabet. The
 * letters differ from a real controller's, which hashes a Go dump; what holds is that equal templates give equal hashes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
 */
export function templateHash(template: unknown, collisionCount = 0): string {
  const text = `${canonical(template)}${collisionCount === 0 ? '' : collisionCount}`
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) {
    hash ^= byte
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return [...String(hash)].map((digit) => alphabet.charAt(digit.charCodeAt(0) % alphabet.length)).join('')
}

/** JSON with sorted keys and without undefined properties: equal values give equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

/** Five random letters, as generated names end. */
export function randomSuffix(): string {
  let text = ''
  for (let index = 0; index < 5; index += 1) {
    text += alphabet.charAt(Math.floor(Math.random() * alphabet.length))
  }
  return text
}
