import { describe, expect, it } from 'vitest'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { RouteRule, Target } from '@/lib/domain/route-rule'
import { higress } from './higress'
import { choiceHeader } from './higress-plugin'
import { canaryWeights, higressPercents, readWeights } from './higress-weights'
import type { CheckContext, Routes } from './provider'
import { readBase } from './testdata/read-case'

const context: CheckContext = {
  lanes: [],
  application: undefined,
  tagHeader: 'x-mse-tag',
  tagPolicy: 'closed',
}
const entry = (settings: object = {}) =>
  Entry.parse({
    name: 'web',
    provider: 'higress',
    application: 'web',
    host: 'shop.example.com',
    paths: [{ path: '/' }],
    settings,
  })

const header = (value: string, name = 'x-user'): Condition => ({
  source: 'header',
  name,
  operator: 'exact',
  value,
})
const query = (value: string, name = 'group'): Condition => ({
  source: 'query',
  name,
  operator: 'exact',
  value,
})
const cookie = (value: string, name = 'uid'): Condition => ({
  source: 'cookie',
  name,
  operator: 'exact',
  value,
})
const method = (...values: string[]): Condition => ({ source: 'method', operator: 'in', values })
const percent: Condition = { source: 'cookie', name: 'uid', operator: 'percent', value: 5 }
const rule = (name: string, lane: string, ...match: Condition[][]): RouteRule => ({
  name,
  match,
  targets: [{ lane, weight: 1 }],
})
const split = (...weights: [lane: string, weight: number][]): RouteRule => ({
  name: 'everyone',
  targets: weights.map(([lane, weight]): Target => ({ lane, weight })),
})
const check = (rules: RouteRule[], settings: object = {}) =>
  higress
    .check(rules, entry(settings), context)
    .map(({ code, rule: first, otherRule }) => [code, first, otherRule].filter(Boolean).join(' '))

describe('higress.check', () => {
  it.each<[string, RouteRule[], string[]]>([
    [
      'more headers before fewer, the gateway’s own order',
      [rule('a', 'gray', [header('1'), header('1', 'y')]), rule('b', 'blue', [header('1')])],
      [],
    ],
    [
      'fewer before more',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('1'), header('1', 'y')])],
      ['Order a b'],
    ],
    [
      'one header before two parameters',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [query('1'), query('1', 'h')])],
      [],
    ],
    [
      'a parameter before a header',
      [rule('a', 'gray', [query('1')]), rule('b', 'blue', [header('1')])],
      ['Order a b'],
    ],
    [
      'a cookie and a header are both headers',
      [rule('a', 'gray', [cookie('1')]), rule('b', 'blue', [header('1')])],
      ['Order a b'],
    ],
    [
      'a method before two headers',
      [rule('a', 'gray', [method('GET')]), rule('b', 'blue', [header('1'), header('1', 'y')])],
      [],
    ],
    [
      'the longer list of methods before the shorter',
      [rule('a', 'gray', [method('GET', 'HEAD')]), rule('b', 'blue', [method('GET')])],
      ['Order a b'],
    ],
    [
      'values that exclude each other',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('2')])],
      [],
    ],
    ['two conditions on one header', [rule('a', 'gray', [header('1'), header('1', 'X-User')])], ['And a']],
    ['two cookies, which are one header', [rule('a', 'gray', [cookie('1'), cookie('1', 'b')])], ['And a']],
    [
      'a name that is too long for an annotation',
      [rule('a', 'gray', [header('1', 'x'.repeat(45))])],
      ['Name a'],
    ],
    ['a name that ends in a dash', [rule('a', 'gray', [header('1', 'x-')])], ['Name a']],
    ['a name that Higress stumbles over', [rule('a', 'gray', [query('1', 'match-header-x')])], ['Name a']],
    ['a parameter’s value that is encoded in a URL', [rule('a', 'gray', [query('a b')])], ['Value a']],
    [
      'a path with a query in it',
      [rule('a', 'gray', [{ source: 'path', operator: 'exact', value: '/a?b' }])],
      ['Value a'],
    ],
    ['a method that Higress does not know', [rule('a', 'gray', [method('PURGE')])], ['Method a']],
    [
      'a pattern of a path',
      [rule('a', 'gray', [{ source: 'path', operator: 'regex', value: '/a+' }])],
      ['Condition a'],
    ],
    ['shares that are no whole percents', [split(['baseline', 2], ['gray', 1])], ['Shares everyone']],
    ['a share below one percent', [split(['baseline', 995], ['gray', 5])], ['Shares everyone']],
    ['53 % beside the baseline', [split(['baseline', 47], ['gray', 53])], []],
    ['53 % and no baseline to give the rest to', [split(['blue', 47], ['gray', 53])], ['Shares everyone']],
    [
      'sticky shares that are no whole percents',
      [{ ...split(['baseline', 2], ['gray', 1]), sticky: { source: 'cookie', name: 'uid' } }],
      ['Shares everyone'],
    ],
    [
      'a method beside a percentage',
      [rule('a', 'gray', [method('GET')]), rule('b', 'blue', [percent])],
      ['PluginCondition a'],
    ],
    [
      'a negated prefix',
      [rule('a', 'gray', [{ source: 'header', name: 'x', operator: 'prefix', value: 'a', not: true }])],
      ['Condition a'],
    ],
    [
      'any order beside a percentage',
      [rule('a', 'gray', [query('1')]), rule('b', 'blue', [header('1')]), rule('c', 'blue', [percent])],
      [],
    ],
  ])('%s', (_, rules, expected) => {
    expect(check(rules)).toEqual(expected)
  })

  it('keeps any order, name and value when it is told to use the plugin', () => {
    const rules = [
      rule('a', 'gray', [query('a b')]),
      rule('b', 'blue', [header('1', 'x'.repeat(45)), cookie('1'), cookie('1', 'b')]),
    ]
    expect(check(rules).length).toBeGreaterThan(1)
    expect(check(rules, { tagPlugin: true })).toEqual([])
  })
})

describe('higressPercents', () => {
  it('cuts off as 32-bit floats do', () => {
    const wrong = Array.from({ length: 101 }, (_, weight) => weight).filter(
      (weight) => higressPercents([weight], 100)[0] !== weight,
    )
    expect(wrong).toEqual([53, 59])
  })

  it('has weights for every whole percent beside a rest, and reads them back', () => {
    for (let percent = 1; percent < 100; percent++) {
      const found = canaryWeights([percent], 100 - percent)
      expect(found && higressPercents(found.weights, found.total)).toEqual([percent])
      const { shares, rest } = readWeights(found?.weights ?? [], found?.total ?? 0)
      expect((shares[0] ?? 0) / ((shares[0] ?? 0) + rest)).toBe(percent / 100)
    }
  })
})

describe('higress.render', () => {
  const found = (object: KubeObject) => {
    const base = higress.findBase(entry(), higress.settings.parse({}), [object])
    if ('problem' in base) throw new Error(base.problem.code)
    return base
  }
  const routes = (more: Partial<Routes>): Routes => ({
    entry: 'web',
    host: 'shop.example.com',
    paths: [{ path: '/', type: 'Prefix' }],
    base: { service: { name: 'web', port: 80 } },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'closed',
    rules: [],
    ...more,
  })
  const gray = { lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }

  it('repeats what the gateway reads of the base, and leaves what others read', () => {
    const base = found(readBase('higress'))
    const [lane] = higress.render(
      routes({ rules: [{ name: 'a', match: [[header('1')]], targets: [gray] }] }),
      base,
      higress.settings.parse({}),
    ).objects
    const annotations = lane?.metadata.annotations ?? {}
    expect(annotations['higress.io/timeout']).toBe('5')
    expect(annotations['cert-manager.io/issuer']).toBeUndefined()
  })

  it('names the header of the plugin’s choice by what nobody outside knows', () => {
    const base = readBase('higress')
    const other = { ...base, metadata: { ...base.metadata, uid: 'another' } }
    expect(choiceHeader(found(base))).toMatch(/^x-lane-[0-9a-f]{16}$/)
    expect(choiceHeader(found(other))).not.toBe(choiceHeader(found(base)))
  })

  it('takes an Ingress with matches of its own for no base', () => {
    const base = readBase('higress')
    const matched = {
      ...base,
      metadata: { ...base.metadata, annotations: { 'higress.io/exact-match-header-x': '1' } },
    }
    const none = higress.findBase(entry(), higress.settings.parse({}), [matched])
    expect('problem' in none && none.problem.code).toBe('NoBaseRoute')
  })
})

describe('higress.read', () => {
  it('cannot tell what an Ingress of ours says in other words', () => {
    const base = readBase('higress')
    const found = higress.findBase(entry(), higress.settings.parse({}), [base])
    if ('problem' in found) throw new Error(found.problem.code)
    const strange = (annotations: Record<string, string>) => ({
      ...base,
      metadata: { name: 'web-gray', labels: { 'lanekeeper.io/lane': 'gray' }, annotations },
    })
    const read = (annotations: Record<string, string>) =>
      higress.read([strange(annotations)], found, higress.settings.parse({}))
    expect(read({})).toBeNull()
    expect(read({ 'higress.io/regex-match-header-x': 'a+' })).toBeNull()
    expect(read({ 'higress.io/exact-match-header-x': '1' })).not.toBeNull()
  })
})
