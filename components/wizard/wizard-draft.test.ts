import { describe, expect, it } from 'vitest'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Discovery } from '@/lib/services/schemas/clusters'
import { documentOf } from './document-of'
import { emptyDraft } from './empty-draft'
import { renderableDocument } from './renderable-document'
import { withDiscovery } from './with-discovery'
import { withTag } from './with-tag'
import { WizardDraft } from './wizard-draft'

const found = (name: string, more: Partial<Discovery['applications'][number]> = {}) => ({
  name,
  deployment: name,
  service: null,
  ports: [],
  images: [{ container: name, image: `registry.example.com/${name}:1.0.0` }],
  ready: 1,
  replicas: 1,
  tag: null,
  governed: true,
  managedBy: null,
  ...more,
})

const discovery: Discovery = {
  cluster: 'sandbox',
  namespace: 'default',
  namespaces: ['default'],
  convention: 'mse',
  applications: [
    found('nacos-server', { governed: false, service: { name: 'nacos-server', port: 8848 } }),
    found('spring-cloud-b'),
    found('spring-cloud-a', { service: { name: 'spring-cloud-a', port: 20001 } }),
    found('spring-cloud-c'),
    found('spring-cloud-c-old', { tag: { value: 'old', key: 'alicloud.service.tag', placement: 'label' } }),
    found('spring-cloud-zuul', { service: { name: 'zuul-slb', port: 80 } }),
  ],
  entries: [
    {
      name: 'spring-cloud-a',
      provider: 'mse',
      application: 'spring-cloud-a',
      host: 'example.com',
      paths: [{ path: '/', type: 'Prefix' }],
      className: 'mse',
      settings: {},
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        namespace: 'default',
        name: 'spring-cloud-a',
      },
      addresses: [],
    },
  ],
  notices: [],
}

const started = withDiscovery(emptyDraft('sandbox'), discovery)

const typed: WizardDraft = {
  ...started,
  applications: started.applications.map((application) =>
    application.name === 'spring-cloud-b' ? application : { ...application, image: ':1.1.0' },
  ),
  rules: [
    {
      name: 'testers',
      match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
      targets: [{ lane: 'gray', weight: 100 }],
    },
  ],
}

describe('wizard draft', () => {
  it('chooses what is unambiguous: the entry, its chain, a name', () => {
    expect(started.entry).toBe('spring-cloud-a')
    expect(started.name).toBe('spring-cloud-a')
    expect(started.applications.filter(({ included }) => included).map(({ name }) => name)).toEqual([
      'spring-cloud-a',
      'spring-cloud-b',
      'spring-cloud-c',
    ])
    expect(started.applications.at(-1)?.name).toBe('spring-cloud-zuul')
  })

  it('never offers what is already a lane as a baseline', () => {
    expect(started.applications.map(({ name }) => name)).not.toContain('spring-cloud-c-old')
  })

  it('keeps choices when the cluster is read again', () => {
    const again = withDiscovery(typed, discovery)
    expect(again.applications).toEqual(typed.applications)
    expect(again.rules).toEqual(typed.rules)
  })

  it('makes a valid document, the entry application first', () => {
    const document = LaneGroupDocument.parse(documentOf(typed))
    expect(document.spec.applications.map(({ name }) => name)).toEqual([
      'spring-cloud-a',
      'spring-cloud-b',
      'spring-cloud-c',
    ])
    expect(document.spec.lanes[0]?.versions).toEqual([
      { application: 'spring-cloud-a', image: 'registry.example.com/spring-cloud-a:1.1.0', replicas: 1 },
      { application: 'spring-cloud-c', image: 'registry.example.com/spring-cloud-c:1.1.0', replicas: 1 },
    ])
  })

  it('takes edits of a version into the document and keeps them when the cluster is read again', () => {
    const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } } }
    const edited = {
      ...typed,
      applications: typed.applications.map((one) =>
        one.name === 'spring-cloud-c' ? { ...one, config: 'copy' as const, patch } : one,
      ),
    }
    const { spec } = LaneGroupDocument.parse(documentOf(withDiscovery(edited, discovery)))
    expect(spec.lanes[0]?.versions[1]).toMatchObject({ config: 'copy', patch })
    expect(spec.lanes[0]?.versions[0]).not.toHaveProperty('config')
  })

  it('renders one version before the rules and the other versions are complete', () => {
    const half = {
      ...typed,
      rules: emptyDraft('sandbox').rules,
      applications: typed.applications.map((one) =>
        one.name === 'spring-cloud-c' ? { ...one, image: 'no spaces please' } : one,
      ),
    }
    expect(LaneGroupDocument.safeParse(documentOf(half)).success).toBe(false)
    const { spec } = renderableDocument(half, 'spring-cloud-a') ?? {}
    expect(spec?.lanes[0]?.versions.map(({ application }) => application)).toEqual(['spring-cloud-a'])
    expect(renderableDocument(half, 'spring-cloud-c')).toBeNull()
  })

  it('lets the rules follow the tag', () => {
    expect(withTag(typed, 'blue').rules[0]?.targets).toEqual([{ lane: 'blue', weight: 100 }])
  })

  it('reads a draft that was stored before versions could be edited', () => {
    const { applications, ...rest } = typed
    const old = applications.map(({ config: _config, patch: _patch, yaml: _yaml, ...one }) => one)
    expect(WizardDraft.parse({ ...rest, applications: old })).toEqual(typed)
  })

  it('survives being stored', () => {
    expect(WizardDraft.parse(JSON.parse(JSON.stringify(typed)))).toEqual(typed)
  })
})
