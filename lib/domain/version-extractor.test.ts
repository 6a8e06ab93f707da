import { describe, expect, it } from 'vitest'
import { VersionExtractor, versionReader } from './version-extractor'

const body = '{"code":0,"data":"V3|无依赖测试接口返回->OK!","items":[{"a.b":true}]}'
type Answer = Parameters<ReturnType<typeof versionReader>>[0]
const read = (extractor: unknown, answer: Answer = { headers: { 'x-version': '1.3' }, body }) =>
  versionReader(VersionExtractor.parse(extractor))(answer)

describe('versionReader', () => {
  it.each([
    [{ by: 'regex', pattern: 'V\\d+\\|' }, 'V3|'],
    [{ by: 'regex', pattern: '(V\\d+)\\|' }, 'V3'],
    [{ by: 'regex', pattern: 'V9' }, null],
    [{ by: 'json', path: '$.data' }, 'V3|无依赖测试接口返回->OK!'],
    [{ by: 'json', path: 'items[0]["a.b"]' }, 'true'],
    [{ by: 'json', path: '$.items[1]' }, null],
    [{ by: 'json', path: '$.data.length' }, null],
    [{ by: 'header', name: 'X-Version' }, '1.3'],
    [{ by: 'header', name: 'x-other' }, null],
  ])('%j finds %j', (extractor, version) => {
    expect(read(extractor)).toBe(version)
  })

  it('reads no JSON where there is none, and never a whole page', () => {
    expect(read({ by: 'json', path: 'a' }, { headers: {}, body: '<html>' })).toBeNull()
    expect(read({ by: 'regex', pattern: '.*' }, { headers: {}, body: 'x'.repeat(5000) })).toHaveLength(100)
  })

  it('takes linear time for patterns that would hang others', () => {
    expect(
      read({ by: 'regex', pattern: '^(a+)+$' }, { headers: {}, body: `${'a'.repeat(60_000)}b` }),
    ).toBeNull()
  })

  it.each([
    { by: 'regex', pattern: '(' },
    { by: 'regex', pattern: '(?=x)' },
    { by: 'json', path: '$..data' },
    { by: 'json', path: '' },
    { by: 'header', name: 'a b' },
    { by: 'body' },
  ])('refuses %j', (extractor) => {
    expect(VersionExtractor.safeParse(extractor).success).toBe(false)
  })
})
