import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { percentile } from './percent'

it('is the first 8 bytes of SHA-256 modulo 100, as the tag plugin of Higress has it', () => {
  for (let index = 0; index < 5_000; index++) {
    const value = index === 0 ? '' : `用户-${index}`
    const number = createHash('sha256').update(value).digest().readBigUInt64BE(0)
    expect(percentile(value)).toBe(Number(number % 100n))
  }
})
