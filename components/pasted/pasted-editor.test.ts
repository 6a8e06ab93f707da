import { describe, expect, it } from 'vitest'
import type { PastedResult } from '@/lib/services/schemas/pasted'
import { applyBlock } from './apply-block'
import { offsetOf } from './offset-of'

const result = (...results: PastedResult['objects'][number]['result'][]): PastedResult => ({
  dryRun: true,
  problems: [],
  objects: results.map((one, line) => ({
    object: { apiVersion: 'v1', kind: 'Service', name: 'a' },
    line,
    upgrade: null,
    result: one,
    message: null,
    warnings: [],
    rolls: false,
  })),
})

describe('applyBlock', () => {
  it('lets through what the cluster would take', () => {
    expect(applyBlock(result('unchanged', 'created'))).toBeNull()
  })
  it('says why not', () => {
    expect(applyBlock(null)).toBe('checkFirst')
    expect(applyBlock({ ...result('created'), dryRun: false })).toBe('checkFirst')
    expect(applyBlock(result('created', 'refused'))).toBe('refusedFirst')
    expect(applyBlock({ ...result(), problems: [{ line: 1, column: 1, message: '' }] })).toBe('refusedFirst')
    expect(applyBlock(result('unchanged'))).toBe('nothingNew')
  })
})

it('offsetOf finds the place of a line and column', () => {
  expect([offsetOf('ab\ncd', 1, 1), offsetOf('ab\ncd', 2, 2)]).toEqual([0, 4])
})
