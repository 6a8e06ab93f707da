import { describe, expect, it } from 'vitest'
import { readWords } from './read-words'
import { readerLanguage } from './reader-language'
import { reasons } from './reasons'
import { say } from './sentence'
import { texts, translate } from './translate'

const slots = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()
const listed = Object.entries(reasons).flatMap(([namespace, entries]) =>
  Object.entries(entries).map(([key, params]) => [`${namespace}.${key}`, [...params].sort()] as const),
)

describe.each(['en', 'zh-CN'] as const)('the sentences in %s', (language) => {
  const found = new Map(
    Object.entries(texts[language]).flatMap(([namespace, entries]) =>
      Object.entries(entries).map(([key, text]) => [`${namespace}.${key}`, text] as const),
    ),
  )
  it('have a text for each reason and no other', () => {
    expect([...found.keys()].sort()).toEqual(listed.map(([reason]) => reason).sort())
  })
  it('take exactly the params of their reason', () => {
    const differing = listed.filter(
      ([reason, params]) => slots(found.get(reason) ?? '').join() !== params.join(),
    )
    expect(differing).toEqual([])
  })
  it('are plain: no plurals, no markup', () => {
    expect([...found].filter(([, text]) => /\{\w+,|[{}]/.test(text.replace(/\{\w+\}/g, '')))).toEqual([])
  })
})

describe('translate', () => {
  const nested = say('kube.failed', {
    cluster: 'prod',
    task: say('kube.get', { what: 'Deployment shop/a' }),
    why: say('kube.late'),
  })
  it('fills sentences with sentences', () => {
    expect(translate(nested, 'en')).toBe(
      'Cluster prod could not get Deployment shop/a: it does not answer in time',
    )
    expect(translate(nested, 'zh-CN')).toBe('集群 prod 无法读取 Deployment shop/a：未及时响应')
  })
  it("leaves others' words alone, also where they look like a slot", () => {
    expect(translate('pods "a" is forbidden', 'zh-CN')).toBe('pods "a" is forbidden')
    expect(translate(say('refusals.noGroup', { name: '{name}$&' }), 'en')).toBe(
      'There is no lane group {name}$&.',
    )
  })
  it('reads what it stored, and shows what it does not know', () => {
    expect(readWords(JSON.parse(JSON.stringify(nested)))).toEqual(nested)
    expect(readWords('Back-off')).toBe('Back-off')
    expect(readWords({ reason: 'refusals.neverHeardOf', params: {} })).toContain('neverHeardOf')
  })
})

describe('readerLanguage', () => {
  const of = (headers: Record<string, string>) => readerLanguage(new Headers(headers))
  it("is a person's", () => {
    expect(of({ cookie: 'a=b; locale=zh-CN' })).toBe('zh-CN')
    expect(of({ 'accept-language': 'zh' })).toBe('zh-CN')
    expect(of({})).toBe('en')
  })
  it('is English for a program', () => {
    expect(of({ authorization: 'Bearer x', cookie: 'locale=zh-CN' })).toBe('en')
  })
})
