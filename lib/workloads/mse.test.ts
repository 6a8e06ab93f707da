import { describe, expect, it } from 'vitest'
import { asObject, asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneVersion } from '@/lib/domain/lane'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import type { RenderedVersion, VersionInput } from './convention'
import { renderVersion } from './render-version'
import { servicesSelecting } from './selector-key'
import { objectNamed, readObjects } from './testdata/read-objects'

const demo = readObjects('baseline.yaml')
const serviceA: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'spring-cloud-a',
    namespace: 'default',
    annotations: { 'service.beta.kubernetes.io/x': 'y' },
  },
  spec: {
    type: 'LoadBalancer',
    clusterIP: '10.96.0.9',
    clusterIPs: ['10.96.0.9'],
    ipFamilies: ['IPv4'],
    selector: { app: 'spring-cloud-a' },
    ports: [{ name: 'http', port: 20001, targetPort: 20001, nodePort: 30001, protocol: 'TCP' }],
    sessionAffinity: 'None',
  },
  status: { loadBalancer: {} },
}
const services = [...demo.filter(({ kind }) => kind === 'Service'), serviceA]

function inputFor(
  name: string,
  more: {
    version?: Partial<LaneVersion>
    spec?: Partial<LaneGroupInput['spec']>
    input?: Partial<VersionInput>
  } = {},
): VersionInput {
  const version = {
    application: name,
    image: `registry.cn-shanghai.aliyuncs.com/yizhan/${name}:1.0.0`,
    ...more.version,
  }
  const group = mall({ lanes: [{ tag: 'gray', versions: [version] }], rules: [], ...more.spec })
  const [lane] = group.spec.lanes
  const application = group.spec.applications.find((candidate) => candidate.name === name)
  const [parsed] = lane?.versions ?? []
  if (!lane || !application || !parsed) throw new Error('incomplete')
  return {
    group,
    application,
    lane,
    version: parsed,
    baseline: objectNamed(demo, 'Deployment', name),
    service: name === 'spring-cloud-a' ? serviceA : undefined,
    services,
    deployments: [],
    configs: [],
    needsService: name === 'spring-cloud-a',
    sharesService: false,
    tagPlacement: 'both',
    ...more.input,
  }
}

function made(rendered: RenderedVersion) {
  if ('problem' in rendered) throw new Error(rendered.problem.code)
  return rendered
}

/** The baseline with other values in its pod template. */
function withPod(pod: object, labels: Record<string, string> = {}): KubeObject {
  const base = structuredClone(objectNamed(demo, 'Deployment', 'spring-cloud-a'))
  const template = at(base, 'spec', 'template') as { spec: object; metadata: { labels: object } }
  Object.assign(template.spec, pod)
  Object.assign(template.metadata.labels, labels)
  return base
}

describe('convention mse', () => {
  it.each(['spring-cloud-a', 'spring-cloud-b'])('makes of %s every field that the document shows', (name) => {
    const expected = objectNamed(readObjects('expected-gray-deployments.yaml'), 'Deployment', `${name}-gray`)
    const container = asObjects(at(expected, 'spec', 'template', 'spec', 'containers'))[0]
    // The document renames the container; we keep the baseline's name, so that patches and logs agree.
    if (container) container.name = name
    expect(made(renderVersion(inputFor(name))).deployment).toMatchObject(expected)
  })

  it('puts the tag where it is asked for', () => {
    const placed = (tagPlacement: VersionInput['tagPlacement']) => {
      const { deployment } = made(renderVersion(inputFor('spring-cloud-a', { input: { tagPlacement } })))
      const metadata = at(deployment, 'spec', 'template', 'metadata')
      return ['labels', 'annotations'].map((where) => at(metadata, where, 'alicloud.service.tag'))
    }
    expect(placed('label')).toEqual(['gray', undefined])
    expect(placed('annotation')).toEqual([undefined, 'gray'])
    expect(placed('both')).toEqual(['gray', 'gray'])
  })

  it('has pods that nobody else selects, also beside what was a lane of its tag, and keeps what stands', () => {
    const labelled = (name: string, app: string): KubeObject => {
      const found = withPod({}, { app })
      const spec = { ...asObject(found.spec), selector: { matchLabels: { app } } }
      return { ...found, metadata: { ...found.metadata, name }, spec }
    }
    const former = labelled('spring-cloud-a-gray', 'spring-cloud-a-gray')
    const service = {
      ...serviceA,
      spec: { ...asObject(serviceA.spec), selector: { app: former.metadata.name } },
    }
    const markOf = (input: Partial<VersionInput>, name?: string) => {
      const given = { baseline: former, service, services: [service], deployments: [former], ...input }
      const version = name === undefined ? {} : { name }
      const rendered = made(renderVersion(inputFor('spring-cloud-a', { version, input: given })))
      const selectors = [
        at(rendered.deployment, 'spec', 'selector', 'matchLabels', 'app'),
        at(rendered.deployment, 'spec', 'template', 'metadata', 'labels', 'app'),
        at(rendered.service, 'spec', 'selector', 'app'),
      ]
      expect(new Set(selectors).size).toBe(1)
      return selectors[0]
    }
    // The baseline has the value that the lane would have.
    expect(markOf({}, 'a-next')).toBe('a-next')
    // Another workload of the namespace has it.
    const first = labelled('spring-cloud-a', 'spring-cloud-a')
    const usual = { baseline: first, service: serviceA, services: [serviceA] }
    expect(markOf({ ...usual, deployments: [first, former] }, 'a-next')).toBe('a-next')
    expect(markOf({ ...usual, deployments: [first, former] })).toBe('spring-cloud-a-gray')
    // A selector never changes, whatever comes beside it.
    const standing = [first, former, labelled('a-next', 'spring-cloud-a-gray')]
    expect(markOf({ ...usual, deployments: standing }, 'a-next')).toBe('spring-cloud-a-gray')
    // The version's name is the value of the baseline, too.
    const same = labelled('spring-cloud-a-old', 'a-next')
    const taken = [same, labelled('other', 'spring-cloud-a-gray')]
    const beside = { ...serviceA, spec: { ...asObject(serviceA.spec), selector: { app: 'a-next' } } }
    const found = markOf(
      { baseline: same, service: beside, services: [beside], deployments: taken },
      'a-next',
    )
    expect(found).toBe('a-next-gray')
  })

  it('copies neither what the server wrote nor what a tool tracks, and keeps fields it does not know', () => {
    const baseline = withPod({ futureField: { deep: [1] } }, { 'app.kubernetes.io/instance': 'shop' })
    Object.assign(baseline.metadata, {
      uid: 'u',
      resourceVersion: '1',
      generation: 3,
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [],
      ownerReferences: [],
      labels: { app: 'spring-cloud-a', team: 'mall', 'app.kubernetes.io/instance': 'shop' },
      annotations: {
        'deployment.kubernetes.io/revision': '4',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
        'argocd.argoproj.io/tracking-id': 'x',
        'meta.helm.sh/release-name': 'x',
        'kustomize.toolkit.fluxcd.io/checksum': 'x',
        'reloader.example.com/auto': 'true',
      },
    })
    Object.assign(baseline, { status: { replicas: 1 } })
    const { deployment } = made(renderVersion(inputFor('spring-cloud-a', { input: { baseline } })))
    expect(Object.keys(deployment)).toEqual(['apiVersion', 'kind', 'metadata', 'spec'])
    expect(deployment.metadata).toEqual({
      name: 'spring-cloud-a-gray',
      namespace: 'default',
      labels: { app: 'spring-cloud-a-gray', team: 'mall' },
      annotations: { 'reloader.example.com/auto': 'true' },
    })
    expect(at(deployment, 'spec', 'template', 'spec', 'futureField')).toEqual({ deep: [1] })
    expect(at(deployment, 'spec', 'template', 'metadata', 'labels')).not.toHaveProperty([
      'app.kubernetes.io/instance',
    ])
  })

  it('leaves replicas to an autoscaler when omitted, and parks with 0', () => {
    const replicas = (input: VersionInput) => at(made(renderVersion(input)).deployment, 'spec', 'replicas')
    expect(replicas(inputFor('spring-cloud-a'))).toBeUndefined()
    expect(replicas(inputFor('spring-cloud-a', { version: { replicas: 3 } }))).toBe(3)
    const input = inputFor('spring-cloud-a', { version: { replicas: 3 } })
    expect(replicas({ ...input, lane: { ...input.lane, state: 'parked' } })).toBe(0)
  })

  it('gives the entry application a ClusterIP Service of its own, and nobody else one', () => {
    const { service } = made(renderVersion(inputFor('spring-cloud-a')))
    expect(service).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'spring-cloud-a-gray', namespace: 'default' },
      spec: {
        type: 'ClusterIP',
        selector: { app: 'spring-cloud-a-gray' },
        ports: [{ name: 'http', port: 20001, targetPort: 20001, protocol: 'TCP' }],
        sessionAffinity: 'None',
      },
    })
    expect(made(renderVersion(inputFor('spring-cloud-b'))).service).toBeUndefined()
  })

  it('keeps lane pods out of every Service of the baseline', () => {
    const labels = { app: 'spring-cloud-a', tier: 'web', msePilotCreateAppName: 'spring-cloud-a' }
    const baseline = withPod({}, labels)
    Object.assign(baseline.spec as object, { selector: { matchLabels: labels } })
    const byTier = { ...serviceA, metadata: { name: 'by-tier' }, spec: { selector: { tier: 'web' } } }
    const both = {
      ...serviceA,
      spec: { ...(serviceA.spec as object), selector: { app: 'spring-cloud-a', tier: 'web' } },
    }
    const input = inputFor('spring-cloud-a', { input: { baseline, service: both, services: [both, byTier] } })
    const { deployment } = made(renderVersion(input))
    const pods = asTexts(at(deployment, 'spec', 'template', 'metadata', 'labels'))
    expect(pods.tier).toBe('spring-cloud-a-gray')
    expect(servicesSelecting(pods, [both, byTier])).toEqual([])
  })

  it('refuses a lane whose pods a Service would catch by another label', () => {
    const stray = {
      ...serviceA,
      metadata: { name: 's' },
      spec: { selector: { msePilotCreateAppName: 'spring-cloud-a' } },
    }
    const rendered = renderVersion(inputFor('spring-cloud-a', { input: { services: [stray] } }))
    expect(rendered).toMatchObject({ problem: { code: 'NoSelectorKey', path: 'spec.lanes.0.versions.0' } })
  })

  it('merges the patch by container and variable name', () => {
    const containers = [
      {
        name: 'spring-cloud-a',
        env: [
          { name: 'JAVA_HOME', value: '/jre17' },
          { name: 'B', value: '1' },
        ],
      },
    ]
    const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 60, containers } } } }
    const { deployment } = made(renderVersion(inputFor('spring-cloud-a', { version: { patch } })))
    const pod = at(deployment, 'spec', 'template', 'spec')
    expect(pod).toMatchObject({
      terminationGracePeriodSeconds: 60,
      containers: [{ imagePullPolicy: 'Always', ...containers[0] }],
    })
  })

  it('refuses by name what cannot be made', () => {
    const ghost = { spec: { template: { spec: { containers: [{ name: 'ghost', args: ['x'] }] } } } }
    const codeOf = (rendered: RenderedVersion) => ('problem' in rendered ? rendered.problem.code : null)
    expect(codeOf(renderVersion(inputFor('spring-cloud-a', { version: { patch: ghost } })))).toBe(
      'UnknownContainer',
    )
    expect(codeOf(renderVersion(inputFor('spring-cloud-a', { input: { service: undefined } })))).toBe(
      'NoService',
    )
    expect(codeOf(renderVersion(inputFor('spring-cloud-a', { spec: { convention: 'zadig' } })))).toBe(
      'NoReleaseVersion',
    )
  })

  it('changes the image of the right one of several containers', () => {
    const containers = [
      { name: 'proxy', image: 'envoy:1' },
      { name: 'main', image: 'registry.example.com:5000/a:1.0.0' },
    ]
    const version = { image: 'registry.example.com:5000/a:1.1.0' }
    const input = inputFor('spring-cloud-a', { version, input: { baseline: withPod({ containers }) } })
    expect(at(made(renderVersion(input)).deployment, 'spec', 'template', 'spec', 'containers')).toEqual([
      { name: 'proxy', image: 'envoy:1' },
      { name: 'main', image: version.image },
    ])
  })

  it('says that a baseline without readiness probe counts as ready once started', () => {
    const { notices } = made(renderVersion(inputFor('spring-cloud-a')))
    expect(notices.map(({ code }) => code)).toEqual(['NoReadinessProbe'])
  })

  it.each([
    [8080, false],
    [20001, true],
    ['web', false],
    [undefined, true],
  ])('says when its Service leads to a port that no container names: %s', (targetPort, isNamed) => {
    const ports = [{ name: 'http', port: 20001, ...(targetPort !== undefined && { targetPort }) }]
    const service = { ...serviceA, spec: { ...asObject(serviceA.spec), ports } }
    const { notices } = made(renderVersion(inputFor('spring-cloud-a', { input: { service } })))
    expect(notices.some(({ code }) => code === 'PortNotNamed')).toBe(!isNamed)
  })

  it('says nothing of ports where containers name none', () => {
    const ports = [{ port: 20001, targetPort: 8080 }]
    const service = { ...serviceA, spec: { ...asObject(serviceA.spec), ports } }
    const baseline = withPod({ containers: [{ name: 'main', image: 'example.com/a:1' }] })
    const { notices } = made(renderVersion(inputFor('spring-cloud-a', { input: { service, baseline } })))
    expect(notices.map(({ code }) => code)).not.toContain('PortNotNamed')
  })
})
