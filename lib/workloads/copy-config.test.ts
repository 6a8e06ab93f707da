import { describe, expect, it } from 'vitest'
import { asObject, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { configsOf } from '@/lib/plan/config-refs'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import { demoLive } from '@/lib/plan/testdata/memory-cluster'

const secretText = 'cGFzc3dvcmQ='

/** A pod that names configuration in every place there is. */
const pod = {
  imagePullSecrets: [{ name: 'registry' }],
  initContainers: [{ name: 'init', image: 'i:1', envFrom: [{ secretRef: { name: 'login' } }] }],
  containers: [
    {
      name: 'spring-cloud-a',
      image: 'registry.example.com/spring-cloud-a:1.0.0',
      env: [
        { name: 'PLAIN', value: 'login' },
        { name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } },
        { name: 'B', valueFrom: { secretKeyRef: { name: 'login', key: 'b' } } },
        { name: 'C', valueFrom: { configMapKeyRef: { name: 'maybe', key: 'c', optional: true } } },
      ],
      envFrom: [{ configMapRef: { name: 'settings' } }],
    },
  ],
  volumes: [
    { name: 'one', configMap: { name: 'settings' } },
    { name: 'two', secret: { secretName: 'login' } },
    {
      name: 'three',
      projected: {
        sources: [
          { configMap: { name: 'kube-root-ca.crt' } },
          { configMap: { name: 'settings' } },
          { secret: { name: 'login' } },
          { serviceAccountToken: { path: 'token' } },
        ],
      },
    },
    { name: 'four', emptyDir: {} },
  ],
}

const config = (kind: string, name: string, more: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    name,
    namespace: 'default',
    uid: name,
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', owner: 'team' },
  },
  ...more,
})

const configs = [
  config('ConfigMap', 'settings', { data: { a: '1' }, immutable: true }),
  config('Secret', 'login', { type: 'Opaque', data: { b: secretText } }),
  config('Secret', 'registry', {
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': 'e30=' },
  }),
]

function live(given: readonly KubeObject[] = configs, names = ['spring-cloud-a']) {
  const found = demoLive()
  const objects = found.objects.map((object) => {
    if (object.kind !== 'Deployment' || !names.includes(object.metadata.name)) return object
    const spec = structuredClone(asObject(object.spec))
    return {
      ...object,
      spec: { ...spec, template: { ...asObject(spec.template), spec: structuredClone(pod) } },
    }
  })
  return { ...found, objects: [...objects, ...given] }
}

function desired(state = live(), change: Partial<LaneGroupInput['spec']> = {}) {
  const versions = [{ application: 'spring-cloud-a', image: 'a:2', config: 'copy' as const }]
  const document = mall({ lanes: [{ tag: 'gray', versions }], ...change })
  return buildDesired({ document, live: state, installation: 'i', revision: 1, readiness: 'assumed' })
}

describe('a copy of the configuration', () => {
  it('names the copies in every place, and leaves what is not copied', () => {
    const { items, errors } = desired()
    expect(errors).toEqual([])
    const made = items.find(({ object }) => object.kind === 'Deployment')
    const copied = at(made?.object, 'spec', 'template', 'spec')
    const text = JSON.stringify(copied)
    expect(text.match(/"(settings|login|registry)-gray"/g)).toHaveLength(9)
    expect(text.match(/"(settings|registry)"/g)).toBeNull()
    // The one that is left is a plain value.
    expect(text.match(/"login"/g)).toHaveLength(1)
    expect(text).toContain('"kube-root-ca.crt"')
    expect(text).toContain('"maybe"')
  })

  it('carries data and type, without what tools and servers wrote', () => {
    const copies = desired().items.filter(({ phase }) => phase === 'config')
    expect(copies.map(({ object }) => object.metadata.name).sort()).toEqual([
      'login-gray',
      'registry-gray',
      'settings-gray',
    ])
    const settings = copies.find(({ object }) => object.kind === 'ConfigMap')?.object
    expect(settings).toMatchObject({ data: { a: '1' }, metadata: { annotations: { owner: 'team' } } })
    expect(settings).not.toHaveProperty('immutable')
    expect(settings?.metadata.uid).toBeUndefined()
    expect(settings?.metadata.annotations).not.toHaveProperty(
      'kubectl.kubernetes.io/last-applied-configuration',
    )
  })

  it('stands before the pods that name it', () => {
    const state = live()
    const { changes } = plan(desired(state), state)
    const order = (kind: string) =>
      changes.filter(({ object }) => object.kind === kind).map((change) => change.order)
    expect(Math.max(...order('ConfigMap'), ...order('Secret'))).toBeLessThan(Math.min(...order('Deployment')))
  })

  it('is made once for two applications that name the same', () => {
    const state = live(configs, ['spring-cloud-a', 'spring-cloud-c'])
    const versions = ['a', 'c'].map((letter) => ({
      application: `spring-cloud-${letter}`,
      image: 'x:2',
      config: 'copy' as const,
    }))
    const { items, errors } = desired(state, { lanes: [{ tag: 'gray', versions }] })
    expect(errors).toEqual([])
    expect(items.filter(({ phase }) => phase === 'config')).toHaveLength(3)
  })

  it('is refused when something named is missing, or is a token of the server’s', () => {
    const codes = (given: readonly KubeObject[]) => desired(live(given)).errors.map(({ code }) => code)
    expect(codes(configs.slice(1))).toEqual(['NoConfig'])
    const token = config('Secret', 'login', { type: 'kubernetes.io/service-account-token', data: {} })
    expect(codes([...configs.filter(({ metadata }) => metadata.name !== 'login'), token])).toEqual([
      'TokenSecret',
    ])
  })

  it('reads what it copies and the copies, and nothing for lanes that share', () => {
    const names = (config: 'copy' | 'share') => {
      const versions = [{ application: 'spring-cloud-a', image: 'a:2', config }]
      return configsOf(mall({ lanes: [{ tag: 'gray', versions }] }), live().objects).map(({ name }) => name)
    }
    expect(names('share')).toEqual([])
    expect(names('copy').sort()).toEqual(
      ['login', 'maybe', 'registry', 'settings'].flatMap((name) => [name, `${name}-gray`]),
    )
  })
})
