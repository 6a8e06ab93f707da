import { describe, expect, it } from 'vitest'
import { parseDocument } from '@/lib/domain/parse-document'
import { speakFields } from '@/lib/words/speak'
import { documentOf } from './document-of'
import { emptyDraft } from './empty-draft'
import type { DraftApplication, WizardDraft } from './wizard-draft'
import { wizardProblems } from './wizard-problems'

const application = (name: string, image = ''): DraftApplication => ({
  name,
  deployment: name,
  service: null,
  baseImage: `${name}:1`,
  ready: 1,
  desired: 1,
  included: true,
  image,
  replicas: '1',
  config: 'share',
  patch: null,
  yaml: null,
})

const good: WizardDraft = {
  ...emptyDraft('sandbox'),
  name: 'mall',
  entries: [
    {
      name: 'web',
      provider: 'mse',
      application: 'a',
      host: null,
      paths: [{ path: '/', type: 'Prefix' }],
      settings: {},
    },
  ],
  entry: 'web',
  applications: [application('b'), application('a', ':2')],
  rules: [
    {
      name: 'testers',
      match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
      targets: [{ lane: 'gray', weight: 100 }],
    },
  ],
}

function problems(change: Partial<WizardDraft>) {
  const draft = { ...good, ...change }
  const parsed = parseDocument(documentOf(draft))
  return wizardProblems(draft, parsed.ok ? {} : speakFields(parsed.fields, {})).map(
    ({ field, key }) => `${field}/${key ?? ''}`,
  )
}

describe('wizardProblems', () => {
  it('finds nothing in a good draft', () => {
    expect(problems({})).toEqual([])
  })
  it('names what is missing', () => {
    expect(problems({ name: '' })).toEqual(['name/nameMissing'])
    expect(problems({ entry: null })).toContain('entry/entry')
    expect(problems({ applications: [] })).toContain('applications/applications')
    expect(problems({ applications: [application('a')] })).toEqual(['applications/versions'])
    expect(problems({ applications: [application('b', ':2')] })).toContain('applications/entryApplication')
  })
  it('finds the application behind a wrong image or count', () => {
    const wrong = { ...application('b', 'no spaces please'), replicas: '1.5' }
    expect(problems({ applications: [application('a', ':2'), wrong] })).toEqual([
      'image:b/image',
      'replicas:b/replicas',
    ])
  })
  it('tells of a YAML that cannot be read, and of a patch that is refused, at the version', () => {
    const unread = { ...application('a', ':2'), yaml: 'kind: [' }
    expect(problems({ applications: [unread] })).toEqual(['yaml:a/yaml'])
    expect(
      problems({ applications: [application('a', ':2'), { ...application('b'), yaml: 'kind: [' }] }),
    ).toEqual([])
    const forbidden = {
      ...application('a', ':2'),
      patch: { spec: { template: { spec: { hostNetwork: true } } } },
    }
    expect(problems({ applications: [forbidden] })).toEqual(['yaml:a/'])
  })
  it('tells a wrong tag once, at its source', () => {
    const rules = good.rules.map((rule) => ({ ...rule, targets: [{ lane: 'Gray', weight: 1 }] }))
    expect(problems({ lane: { ...good.lane, tag: 'Gray' }, rules })).toEqual(['tag/tag'])
    expect(problems({ lane: { ...good.lane, tag: 'canary' } })[0]).toBe('tag/tagReserved')
  })
  it('says which part of a condition is empty', () => {
    expect(problems({ rules: emptyDraft('sandbox').rules })).toEqual([
      'rules.0.match.0.0.name/valueMissing',
      'rules.0.match.0.0.value/valueMissing',
    ])
  })
})
