import { describe, expect, it } from 'vitest'
import { Entry } from '@/lib/domain/entry'
import { at } from '@/lib/domain/json'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { kubernetes } from '@/lib/providers/kubernetes'
import { checkEntryRules } from './check-routing'
import { buildDesired } from './desired'
import { demoLive } from './testdata/memory-cluster'

const entry = { name: 'service', provider: 'kubernetes', application: 'spring-cloud-a' }
const version = (application: string, more: object = {}) => ({ application, image: 'a:2', ...more })
const lane = (tag: string, more: object = {}) => ({ tag, versions: [version('spring-cloud-a')], ...more })
const share = (baseline: number, gray: number) => ({
  name: 'everyone',
  targets: [
    { lane: 'baseline', weight: baseline },
    { lane: 'gray', weight: gray },
  ],
})

function document(change: Partial<LaneGroupInput['spec']> = {}) {
  return mall({
    convention: 'shared',
    entries: [entry],
    lanes: [lane('gray')],
    rules: [share(75, 25)],
    ...change,
  })
}

/** The demo with so many pods of the baseline of A. */
function live(replicas: number) {
  const found = demoLive([])
  const objects = found.objects.map((object) =>
    object.kind === 'Deployment' && object.metadata.name === 'spring-cloud-a'
      ? withValueAt(object, '/spec/replicas', replicas)
      : object,
  )
  return { ...found, objects }
}

const desired = (group: ReturnType<typeof document>, replicas = 3) =>
  buildDesired({
    document: group,
    live: live(replicas),
    installation: 'i',
    revision: 1,
    readiness: 'assumed',
  })
const deployment = (objects: readonly KubeObject[], name: string) =>
  objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)

describe('a share by numbers of pods', () => {
  it('gives the lane the pods that come nearest, behind the baseline’s Service, and says what is real', () => {
    const { items, edits, errors, notices } = desired(document())
    const objects = items.map(({ object }) => object)
    expect(errors).toEqual([])
    expect(edits).toEqual([])
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment spring-cloud-a-gray',
    ])
    const gray = deployment(objects, 'spring-cloud-a-gray')
    expect(at(gray, 'spec', 'replicas')).toBe(1)
    expect(at(gray, 'spec', 'selector', 'matchLabels')).toEqual({ app: 'spring-cloud-a', track: 'gray' })
    expect(at(gray, 'spec', 'template', 'metadata', 'labels')).toMatchObject({
      app: 'spring-cloud-a',
      track: 'gray',
    })
    expect(notices.find(({ code }) => code === 'ReplicaShare')).toMatchObject({
      severity: 'info',
      message: { params: { replicas: '1', real: '25 %', wanted: '25 %' } },
    })
    expect(notices.map(({ code }) => code)).toContain('OverlappingSelector')
    expect(notices.map(({ code }) => code)).not.toContain('TagStays')
  })

  it('says so when the document asks for another number, and when the share is far off', () => {
    const lanes = [lane('gray', { versions: [version('spring-cloud-a', { replicas: 4 })] })]
    const { items, notices } = desired(document({ lanes, rules: [share(90, 10)] }), 1)
    expect(at(items[0]?.object, 'spec', 'replicas')).toBe(1)
    expect(notices.find(({ code }) => code === 'ReplicaShare')).toMatchObject({
      severity: 'warning',
      message: {
        reason: 'planning.replicaShareInstead',
        params: { asked: '4', real: '50 %', wanted: '10 %' },
      },
    })
  })

  it('gives no pods to a lane without a share, or that is parked', () => {
    const lanes = [lane('gray'), lane('blue')]
    const idle = desired(document({ lanes })).items.map(({ object }) => [
      object.metadata.name,
      at(object, 'spec', 'replicas'),
    ])
    expect(idle).toEqual([
      ['spring-cloud-a-gray', 1],
      ['spring-cloud-a-blue', 0],
    ])
    const parked = desired(document({ lanes: [lane('gray', { state: 'parked' })] })).items
    expect(at(parked[0]?.object, 'spec', 'replicas')).toBe(0)
  })

  it('is read back from the workloads', () => {
    const group = document({ rules: [share(2, 1)] })
    const { objects } = live(4)
    const base = kubernetes.findBase(Entry.parse(entry), {}, objects, { name: 'spring-cloud-a', port: 20001 })
    if ('problem' in base) throw new Error(base.problem.code)
    const made = desired(group, 4).items.map(({ object }) => object)
    const [rule] = kubernetes.read([...objects, ...made], base, {})?.rules ?? []
    expect(rule?.targets.map((target) => [target.lane, target.weight])).toEqual([
      ['baseline', 4],
      ['gray', 2],
    ])
    expect(kubernetes.read(objects, base, {})?.rules).toEqual([])
  })
})

describe('what a Service cannot do', () => {
  const problems = (group: ReturnType<typeof document>) =>
    group.spec.entries
      .flatMap((one) => checkEntryRules(group, one))
      .map(({ code, params }) => params?.reason ?? code)

  it.each([
    [
      'conditions',
      {
        rules: [
          {
            name: 'r',
            match: [[{ source: 'header' as const, name: 'x', operator: 'exact' as const, value: '1' }]],
            targets: [{ lane: 'gray', weight: 1 }],
          },
        ],
      },
      'Condition',
    ],
    ['everyone to the lane', { rules: [share(0, 100)] }, 'NeedsBaseline'],
    ['another convention', { convention: 'mse' as const }, 'Convention'],
    ['a host', { entries: [{ ...entry, host: 'example.com' }] }, 'HasPlace'],
    [
      'a lane without the application',
      { lanes: [{ tag: 'gray', versions: [version('spring-cloud-c')] }] },
      'NoTag',
    ],
  ])('refuses %s', (_, change, reason) => {
    expect(problems(document(change))).toEqual([reason])
  })

  it('refuses versions of applications that no entry leads to, and entries of gateways', () => {
    const inner = [lane('gray', { versions: [version('spring-cloud-a'), version('spring-cloud-c')] })]
    expect(desired(document({ lanes: inner })).errors.map(({ code }) => code)).toEqual(['SharedWithoutEntry'])
    const gateway = { ...entry, provider: 'mse', host: 'example.com', paths: [{ path: '/' }] }
    expect(desired(document({ entries: [gateway] })).errors.map(({ code }) => code)).toContain(
      'SharedWithoutEntry',
    )
  })

  it('refuses a Service that asks for a track', () => {
    const found = live(3)
    const objects = found.objects.map((object) =>
      object.kind === 'Service' ? withValueAt(object, '/spec/selector/track', 'stable') : object,
    )
    const { errors } = buildDesired({
      document: document(),
      live: { ...found, objects },
      installation: 'i',
      revision: 1,
      readiness: 'assumed',
    })
    expect(errors.map(({ code }) => code)).toEqual(['ServiceByTrack'])
  })
})

describe('convention plain', () => {
  it('gives lanes a key of their own and no other mark', () => {
    const gateway = {
      name: 'web',
      provider: 'mse',
      application: 'spring-cloud-a',
      host: 'example.com',
      paths: [{ path: '/' }],
    }
    const group = mall({
      convention: 'plain',
      entries: [gateway],
      lanes: [lane('gray')],
      rules: [share(75, 25)],
    })
    const { items, errors } = buildDesired({
      document: group,
      live: demoLive(),
      installation: 'i',
      revision: 1,
      readiness: 'assumed',
    })
    expect(errors).toEqual([])
    const objects = items.map(({ object }) => object)
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment spring-cloud-a-gray',
      'Service spring-cloud-a-gray',
      'Ingress spring-cloud-a-gray',
    ])
    const labels = at(objects[0], 'spec', 'template', 'metadata', 'labels')
    expect(labels).toMatchObject({ app: 'spring-cloud-a-gray' })
    expect(Object.keys(labels ?? {}).filter((key) => /tag|opensergo|version/.test(key))).toEqual([])
    expect(at(objects[1], 'spec', 'selector')).toEqual({ app: 'spring-cloud-a-gray' })
  })
})
