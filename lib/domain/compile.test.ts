import { expect, it } from 'vitest'
import { compile } from './compile'
import type { Condition } from './condition'
import { LaneGroupDocument } from './lane-group'
import { normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import { simulate } from './simulate'

function groupOf(matches: readonly Condition[][]): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'compiled' },
    spec: {
      cluster: 'one',
      namespace: 'default',
      applications: [{ name: 'web', deployment: 'web', service: { name: 'web', port: 80 } }],
      entries: [{ name: 'web', provider: 'mse', application: 'web', paths: [{ path: '/', type: 'Prefix' }] }],
      lanes: [{ tag: 'gray', versions: [{ application: 'web', image: 'web:gray' }] }],
      rules: matches.map((match, index) => ({
        name: `rule-${index}`,
        match: [match],
        targets: [{ lane: 'gray', weight: 100 }],
      })),
    },
  })
}

const user = { source: 'header', name: 'X-User' } as const
const host = { source: 'host' } as const
const path = { source: 'path' } as const

const cases: {
  asks: string
  rules: Condition[][]
  request: Partial<RequestSample>
  decides: string | null
}[] = [
  {
    asks: 'the first of two beginnings, whichever is longer',
    rules: [[{ ...path, operator: 'prefix', value: '/a' }], [{ ...path, operator: 'prefix', value: '/a/b' }]],
    request: { path: '/a/b/c' },
    decides: 'rule-0',
  },
  {
    asks: 'a longer beginning that stands first',
    rules: [[{ ...path, operator: 'prefix', value: '/a/b' }], [{ ...path, operator: 'prefix', value: '/a' }]],
    request: { path: '/a/b/c' },
    decides: 'rule-0',
  },
  {
    asks: 'a value that another rule has as its beginning',
    rules: [[{ ...user, operator: 'exact', value: 'ann' }], [{ ...user, operator: 'prefix', value: 'an' }]],
    request: { headers: { 'x-user': 'anna' } },
    decides: 'rule-1',
  },
  {
    asks: 'a pattern by its beginning, and by its end',
    rules: [
      [{ ...user, operator: 'regex', value: 'ann-[0-9]+' }],
      [{ ...user, operator: 'regex', value: '.*-x' }],
    ],
    request: { headers: { 'x-user': 'ann-x' } },
    decides: 'rule-1',
  },
  {
    asks: 'a pattern of two beginnings',
    rules: [[{ ...user, operator: 'regex', value: 'ann|bob' }]],
    request: { headers: { 'x-user': 'bob' } },
    decides: 'rule-0',
  },
  {
    asks: 'a host in any case',
    rules: [[{ ...host, operator: 'exact', value: 'Shop.Example.com' }]],
    request: { host: 'SHOP.example.COM' },
    decides: 'rule-0',
  },
  {
    asks: 'the beginning of a host in any case',
    rules: [[{ ...host, operator: 'prefix', value: 'Shop.' }]],
    request: { host: 'sHOP.example.com' },
    decides: 'rule-0',
  },
  {
    asks: 'for absence only',
    rules: [[{ ...user, operator: 'present', not: true }]],
    request: {},
    decides: 'rule-0',
  },
  {
    asks: 'for absence, and there is a value',
    rules: [[{ ...user, operator: 'present', not: true }]],
    request: { headers: { 'x-user': 'ann' } },
    decides: null,
  },
  {
    asks: 'every user by percent',
    rules: [[{ ...user, operator: 'percent', value: 100 }]],
    request: { headers: { 'x-user': 'ann' } },
    decides: 'rule-0',
  },
  {
    asks: 'a value that is there twice in a list',
    rules: [[{ ...user, operator: 'in', values: ['ann', 'bob', 'ann'] }]],
    request: { headers: { 'x-user': 'ann' } },
    decides: 'rule-0',
  },
  {
    asks: 'the same of one name twice',
    rules: [
      [
        { ...user, operator: 'prefix', value: 'a' },
        { ...user, operator: 'exact', value: 'ann' },
      ],
    ],
    request: { headers: { 'x-user': 'ann' } },
    decides: 'rule-0',
  },
]

it.each(cases)('decides as simulate does, asked for $asks', ({ rules, request, decides }) => {
  const group = groupOf(rules)
  const sample: RequestSample = {
    ...{ entry: 'web', method: 'GET', path: '/', headers: {}, cookies: {}, query: {} },
    ...request,
  }
  expect(compile(group, 'web')(normalRequest(sample))?.name ?? null).toBe(decides)
  expect(simulate(group, sample).rule).toBe(decides)
})
