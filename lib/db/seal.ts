import 'server-only'
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { sealingKey } from './key-file'

const version = 1
const keyIdBytes = 4
const ivBytes = 12
const tagBytes = 16

const keyIdOf = (key: Buffer) => createHash('sha256').update(key).digest().subarray(0, keyIdBytes)

/**
 * AES-256-GCM. `purpose` says what the secret is and whose: a sealed value that is moved to another row
 * does not open there. Layout: version, key id, nonce, tag, text.
 */
export function seal(text: string, purpose: string, key = sealingKey()): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Uint8Array.from(Buffer.concat([Buffer.of(version), keyIdOf(key), iv, cipher.getAuthTag(), body]))
}

/** Raises when the value was sealed with another key or for another purpose, or was changed. */
export function unseal(sealed: Uint8Array, purpose: string, key = sealingKey()): string {
  const bytes = Buffer.from(sealed)
  const keyId = bytes.subarray(1, 1 + keyIdBytes)
  if (bytes[0] !== version || !keyId.equals(keyIdOf(key))) {
    throw new Error(
      `${purpose} was sealed with another key: restore the key file that belongs to this database`,
    )
  }
  const iv = bytes.subarray(1 + keyIdBytes, 1 + keyIdBytes + ivBytes)
  const tag = bytes.subarray(1 + keyIdBytes + ivBytes, 1 + keyIdBytes + ivBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag)
  const body = bytes.subarray(1 + keyIdBytes + ivBytes + tagBytes)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}

/** Stands for a secret value where values are compared or shown: equal values look equal, nothing else is told. */
export function keyedHash(value: string, key = sealingKey()): string {
  return `hmac:${createHmac('sha256', key).update(value).digest('hex').slice(0, 16)}`
}
