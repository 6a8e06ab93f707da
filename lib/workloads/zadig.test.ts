import { describe, expect, it } from 'vitest'
import { asObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import { buildDesired } from '@/lib/plan/desired'
import { objectNamed, readObjects } from './testdata/read-objects'

const inZadig = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'zadig' },
})
const baseline = readObjects('zadig-baseline.yaml').map(inZadig)
const expected = readObjects('zadig-expected-entry-gray.yaml')

/** The document of the second source: `spring-cloud-a` and `-c` in gray, user 100 goes in. Zadig's service is `spring-a`. */
function documentOf(change: Partial<LaneGroupInput['spec']> = {}): LaneGroupDocument {
  const service = { name: 'spring-cloud-a', port: 20001 }
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'zadig' },
    spec: {
      cluster: 'sandbox',
      namespace: 'zadig',
      convention: 'zadig',
      applications: [
        { name: 'spring-a', deployment: 'spring-cloud-a', service },
        { name: 'spring-b', deployment: 'spring-cloud-b' },
        { name: 'spring-c', deployment: 'spring-cloud-c' },
      ],
      entries: [
        {
          name: 'web',
          provider: 'mse',
          application: 'spring-a',
          host: 'zadig.example.com',
          paths: [{ path: '/' }],
        },
      ],
      lanes: [
        {
          tag: 'gray',
          versions: ['a', 'c'].map((letter) => ({
            application: `spring-${letter}`,
            image: `registry.example.com/demo/spring-cloud-${letter}:0.2-SNAPSHOT`,
            replicas: 1,
          })),
        },
      ],
      rules: [
        {
          name: 'testers',
          match: [[{ source: 'header', name: 'x-user-id', operator: 'exact', value: '100' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
      ],
      ...change,
    },
  })
}

function desired(document = documentOf(), objects: readonly KubeObject[] = baseline) {
  const live = { objects, owned: [], edits: [] }
  return buildDesired({ document, live, installation: 'i', revision: 1, readiness: 'assumed' })
}

/** The baseline with another object in the place of one. */
function baselineWith(kind: string, name: string, change: (object: KubeObject) => KubeObject): KubeObject[] {
  return baseline.map((object) =>
    object.kind === kind && object.metadata.name === name ? change(structuredClone(object)) : object,
  )
}

describe('convention zadig', () => {
  it.each(expected.map((object) => [object.kind, object] as const))(
    'makes every field of the %s that the document shows',
    (kind, shown) => {
      const made = desired().items.find(
        ({ object }) => object.kind === kind && object.metadata.name === shown.metadata.name,
      )
      expect(made?.object).toMatchObject(shown)
    },
  )

  it('selects by the release, its kind, the service and the tag, and gives the pods the same labels', () => {
    const { items, errors } = desired()
    expect(errors).toEqual([])
    const deployment = objectNamed(
      items.map(({ object }) => object),
      'Deployment',
      'spring-cloud-c-mse-gray',
    )
    const labels = {
      app: 'spring-cloud-c',
      'zadigx-release-version': 'gray',
      'zadigx-release-type': 'mse-gray',
      'zadigx-release-service-name': 'spring-c',
      'alicloud.service.tag': 'gray',
    }
    expect(deployment.spec).toMatchObject({
      selector: { matchLabels: labels },
      template: { metadata: { labels: { ...labels, msePilotCreateAppName: 'spring-cloud-c' } } },
    })
    expect(asObject(asObject(deployment.spec).selector).matchLabels).toEqual(labels)
  })

  it('needs the release version in the baseline’s selector', () => {
    const without = baselineWith('Deployment', 'spring-cloud-c', (object) => ({
      ...object,
      spec: { ...asObject(object.spec), selector: { matchLabels: { app: 'spring-cloud-c' } } },
    }))
    expect(desired(documentOf(), without).errors.map(({ code }) => code)).toEqual(['NoReleaseVersion'])
  })

  it('refuses while a Service of the baseline’s would take the lane’s pods too, and names it', () => {
    const leaking = baselineWith('Service', 'spring-cloud-a', (object) => ({
      ...object,
      spec: { ...asObject(object.spec), selector: { app: 'spring-cloud-a' } },
    }))
    const [error] = desired(documentOf(), leaking).errors
    expect(error).toMatchObject({ code: 'ServiceLeaks', message: { params: { services: 'spring-cloud-a' } } })
  })

  it('numbers further routes behind the tag', () => {
    const match = ['100', '200'].map((value) => [
      { source: 'header' as const, name: 'x-user-id', operator: 'exact' as const, value },
    ])
    const rules = [{ name: 'testers', match, targets: [{ lane: 'gray', weight: 100 }] }]
    const names = desired(documentOf({ rules })).items.flatMap(({ object }) =>
      object.kind === 'Ingress' ? [object.metadata.name] : [],
    )
    expect(names).toEqual(['spring-cloud-a-mse-gray', 'spring-cloud-a-mse-gray-2'])
  })
})
