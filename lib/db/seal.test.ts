import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sealingKey } from './key-file'
import { keyedHash, seal, unseal } from './seal'

const key = randomBytes(32)

test('opens with its key and purpose only, and never looks the same twice', () => {
  const sealed = seal('secret', 'a', key)
  expect(unseal(sealed, 'a', key)).toBe('secret')
  expect(() => unseal(sealed, 'b', key)).toThrow()
  expect(() => unseal(sealed, 'a', randomBytes(32))).toThrow(/another key/)
  expect(Buffer.from(sealed).includes('secret')).toBe(false)
  expect(seal('secret', 'a', key)).not.toEqual(sealed)
})

test('a changed byte anywhere is noticed', () => {
  const sealed = seal('secret', 'a', key)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => unseal(changed, 'a', key), `byte ${at}`).toThrow()
  }
})

test('the key file is made once, for its owner only', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lk-key-'))
  try {
    const file = path.join(folder, 'deep', 'key')
    expect(sealingKey(file)).toHaveLength(32)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(fs.readFileSync(file)).toEqual(sealingKey(file))
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
})

test('a keyed hash is the same for the same value and tells nothing without the key', () => {
  expect(keyedHash('a', key)).toBe(keyedHash('a', key))
  expect(keyedHash('a', key)).not.toBe(keyedHash('b', key))
  expect(keyedHash('a', key)).not.toBe(keyedHash('a', randomBytes(32)))
})
