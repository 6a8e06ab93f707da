import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import { withValueAt } from '@/lib/domain/json-pointer'
import { Lane } from '@/lib/domain/lane'
import type { RouteRule } from '@/lib/domain/route-rule'
import { ackMatch, readAckMatch } from './ack-match'
import { ackWeight } from './ack-weight'
import type { BaseRoute, CheckContext, Routes } from './provider'
import { goldenPath, readBase } from './testdata/read-case'

const paths = [{ path: '/' }, { path: '/healthz', type: 'Exact' }]
const entryOf = (settings: object = {}) =>
  Entry.parse({
    name: 'web',
    provider: 'ack-weight',
    application: 'web',
    host: 'shop.example.com',
    paths,
    settings,
  })
const service = (name: string) => ({ name, port: 80 })
const lane = (tag: string) => Lane.parse({ tag, versions: [{ application: 'web', image: 'web:2' }] })
const context: CheckContext = {
  lanes: [lane('gray'), lane('blue')],
  application: { name: 'web', deployment: 'web', service: service('web') },
  tagHeader: 'x-mse-tag',
  tagPolicy: 'open',
}
const header = (value: string): Condition => ({ source: 'header', name: 'x-user', operator: 'exact', value })
const to = (name: string, weight = 100) => ({ lane: name, weight })
const rule = (name: string, condition: Condition, targets = [to('gray')]): RouteRule => ({
  name,
  match: [[condition]],
  targets,
})
const everyone = (baseline: number, gray: number): RouteRule => ({
  name: 'everyone',
  targets: [to('baseline', baseline), to('gray', gray)],
})
const codes = (rules: RouteRule[], settings: object = {}) =>
  ackWeight.check(rules, entryOf(settings), context).map(({ code }) => code)
const percents = { legacy: 'aliyun-weight' }

function baseFor(): BaseRoute {
  const found = ackWeight.findBase(entryOf(), ackWeight.settings.parse({}), [readBase('ack-weight')])
  if ('problem' in found) throw new Error(found.problem.code)
  return found
}

describe('ingress.aliyun.weight', () => {
  const settings = ackWeight.settings.parse(percents)
  const routes: Routes = {
    entry: '',
    host: 'shop.example.com',
    paths: [
      { path: '/', type: 'Prefix' },
      { path: '/healthz', type: 'Exact' },
    ],
    base: { service: service('web') },
    tagHeader: '',
    tagPolicy: 'open',
    rules: [
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 50, service: service('web'), setTag: null },
          { lane: 'gray', weight: 50, service: service('web-gray'), setTag: null },
        ],
      },
    ],
  }

  it('edits the Ingress in two places: the annotation and the second backends', async () => {
    const { objects, edits } = ackWeight.render(routes, baseFor(), settings)
    expect(objects).toEqual([])
    await expect(stringify({ edits }, { aliasDuplicateObjects: false })).toMatchFileSnapshot(
      goldenPath('half-percent', 'ack-weight'),
    )
  })

  it('is read back, and undone field by field', () => {
    const base = baseFor()
    const { edits } = ackWeight.render(routes, base, settings)
    const after = edits.reduce((object, edit) => withValueAt(object, edit.path, edit.after), base.object)
    expect(ackWeight.read([], { ...base, object: after }, settings)).toEqual(routes)
    const undone = edits.reduce((object, edit) => withValueAt(object, edit.path, edit.before), after)
    expect(undone).toEqual(base.object)
  })

  it('takes whole percents of everyone alone', () => {
    expect(codes([everyone(50, 50)], percents)).toEqual([])
    expect(codes([everyone(3, 1)], percents)).toEqual([])
    expect(codes([everyone(2, 1)], percents)).toEqual(['Percent'])
    expect(codes([rule('a', header('1'))], percents)).toEqual(['Legacy'])
  })
})

describe('service-match and service-weight', () => {
  it.each([
    ['a share of everyone', [everyone(2, 1)]],
    ['a condition', [rule('a', header('1'))]],
    ['a share of what a condition takes', [rule('a', header('1'), [to('baseline', 9), to('gray', 1)])]],
    [
      'a condition for the baseline that changes nothing',
      [rule('a', header('1'), [to('baseline')]), rule('b', header('2'))],
    ],
  ])('take %s', (_, rules) => {
    expect(codes(rules)).toEqual([])
  })

  it.each([
    ['two lanes', [rule('a', header('1')), rule('b', header('2'), [to('blue')])], 'ManyLanes'],
    ['a condition and a share of the rest', [rule('a', header('1')), everyone(50, 50)], 'OneRule'],
    ['two conditions', [rule('a', header('1')), rule('b', header('2'))], 'OneRule'],
    [
      'a condition for the baseline before a share',
      [rule('a', header('1'), [to('baseline')]), everyone(50, 50)],
      'KeepsBaseline',
    ],
    ['a header that nginx drops', [rule('a', { ...header('1'), name: 'x_user' } as Condition)], 'HeaderName'],
    ['a method', [rule('a', { source: 'method', operator: 'exact', value: 'GET' })], 'Condition'],
    [
      'a query value that is sent encoded',
      [rule('a', { source: 'query', name: 'q', operator: 'exact', value: 'a b' })],
      'Value',
    ],
  ])('refuse %s, by rule', (_, rules, code) => {
    expect(codes(rules)).toEqual([code])
  })

  it.each([
    { source: 'header' as const, name: 'x-user', operator: 'exact' as const, value: 'a/b' },
    { source: 'header' as const, name: 'x-user', operator: 'in' as const, values: ['a@b', 'x/y'] },
    { source: 'cookie' as const, name: 'lane', operator: 'prefix' as const, value: 'g.' },
    { source: 'query' as const, name: 'group', operator: 'regex' as const, value: 'g(ray|old)' },
    { source: 'header' as const, name: 'x-user', operator: 'present' as const },
  ])('carry $source $operator and are read back', (condition) => {
    expect(readAckMatch(ackMatch(condition) ?? '')).toEqual(condition)
  })
})

describe('the base Ingress', () => {
  const found = (annotations: Record<string, string>) => {
    const object = readBase('ack-weight')
    const split = { ...object, metadata: { ...object.metadata, annotations } }
    return ackWeight.findBase(entryOf(), ackWeight.settings.parse({}), [split])
  }
  it.each([
    'ingress.aliyun.weight/web-next',
    'nginx.ingress.kubernetes.io/service-weight',
    'nginx.ingress.kubernetes.io/service-match',
  ])('is refused when its owner splits it by %s', (key) => {
    expect(found({ [key]: '50' })).toMatchObject({ problem: { code: 'SplitAlready' } })
    expect(ackWeight.lifecycle).toMatchObject({ replacedBy: 'ingress-nginx' })
  })
  it('is found without such annotations', () => {
    expect(found({})).toMatchObject({ service: { name: 'web', port: 80 } })
  })
})
