import { describe, expect, it } from 'vitest'
import { mall } from '@/lib/domain/testdata/mall'
import { moveEntry } from './move-entry'

const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code)
const there = {
  provider: 'gateway-api',
  host: 'example.com',
  paths: [{ path: '/', type: 'Prefix' as const }],
}

describe('moveEntry', () => {
  it('keeps name, application and rules, and says that every request is decided as before', () => {
    const group = mall()
    const moved = moveEntry(group, 'web', there)
    expect(moved.problems).toEqual([])
    expect(moved.document.spec.entries).toEqual([{ name: 'web', application: 'spring-cloud-a', ...there }])
    expect(moved.document.spec.rules).toEqual(group.spec.rules)
    expect(codes(moved.differences)).toContain('SameAnswers')
  })

  it('lists what is lost and gained', () => {
    const moved = moveEntry(mall(), 'web', { ...there, provider: 'ingress-nginx', host: 'other.example.com' })
    expect(codes(moved.differences)).toEqual(
      expect.arrayContaining([
        'SetTagLost',
        'RemoveTagLost',
        'ManyLanesLost',
        'FallbackGained',
        'OtherPlace',
        'Deprecated',
      ]),
    )
    const back = moveEntry(moved.document, 'web', { provider: 'mse', host: 'example.com' })
    expect(codes(back.differences)).toEqual(expect.arrayContaining(['SetTagGained', 'FallbackLost']))
  })

  it('names the rules that the other gateway cannot express', () => {
    const match = [[{ source: 'header' as const, name: 'x-user', operator: 'prefix' as const, value: 'a' }]]
    const group = mall({ rules: [{ name: 'testers', match, targets: [{ lane: 'gray', weight: 1 }] }] })
    const moved = moveEntry(group, 'web', there)
    expect(moved.problems).toMatchObject([{ code: 'Unsupported', path: 'spec.rules.0.match.0.0' }])
    expect(codes(moved.differences)).not.toContain('SameAnswers')
  })

  it('names a gateway that is not known', () => {
    expect(moveEntry(mall(), 'web', { provider: 'none' }).problems).toMatchObject([
      { code: 'UnknownProvider' },
    ])
  })
})
