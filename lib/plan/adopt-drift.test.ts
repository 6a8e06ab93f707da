import { describe, expect, it } from 'vitest'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { adoptDrift } from './adopt-drift'
import { findDrift } from './drift'
import { demoLive, httpRouteA } from './testdata/memory-cluster'
import { othersWrite } from './testdata/others-write'
import { pushedGroup } from './testdata/pushed-group'

/** Somebody changes an object; gives the document that wants what the first difference is now. */
function adopted(
  change: Partial<LaneGroupInput['spec']>,
  name: string,
  write: (object: KubeObject) => KubeObject,
  live = demoLive(),
) {
  const home = pushedGroup(change, live)
  const key = (object: KubeObject) => `${object.kind}/${object.metadata.name}`
  const objects = home.live.objects.map((object) => (key(object) === name ? write(object) : object))
  const findings = findDrift({ ...home.input, objects })
  const [first, ...others] = findings
  if (first === undefined) throw new Error(`nothing of ${name} differs`)
  const document = mall(change)
  const common = { installation: 'here', revision: 1, readiness: 'live' as const }
  const now = { ...home.live, objects }
  expect(refKey(first.object)).toBe(
    refKey(refOf(objects.find((object) => key(object) === name) ?? objects[0] ?? Object(null))),
  )
  return adoptDrift({ document, live: now, ...common }, first, others)
}

const gray = 'Deployment/spring-cloud-a-gray'
const versionOf = (document: ReturnType<typeof adopted>) =>
  document?.spec.lanes[0]?.versions.find(({ application }) => application === 'spring-cloud-a')

describe('what stands on the cluster becomes the document’s', () => {
  it('as image', () => {
    const document = adopted({}, gray, (object) =>
      othersWrite(object, '/spec/template/spec/containers/0/image', 'a:9'),
    )
    expect(versionOf(document)?.image).toBe('a:9')
  })

  it('as number of pods', () => {
    const document = adopted({}, gray, (object) => othersWrite(object, '/spec/replicas', 4))
    expect(versionOf(document)?.replicas).toBe(4)
  })

  it('as patch, beside what the patch said', () => {
    const seconds = '/spec/template/spec/terminationGracePeriodSeconds'
    const lanes = mall().spec.lanes.map((lane) => ({
      ...lane,
      versions: lane.versions.map((version) => ({
        ...version,
        patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } },
      })),
    }))
    const document = adopted({ lanes }, gray, (object) => othersWrite(object, seconds, 50))
    expect(versionOf(document)?.patch).toEqual({
      spec: { template: { spec: { terminationGracePeriodSeconds: 50 } } },
    })
  })

  it('as weights, of a route of the user’s', () => {
    const entry = { name: 'web', provider: 'gateway-api', application: 'spring-cloud-a', host: 'example.com' }
    const targets = (gray: number) => [
      { lane: 'baseline', weight: 100 - gray },
      { lane: 'gray', weight: gray },
    ]
    const document = adopted(
      { entries: [entry], rules: [{ name: 'everyone', targets: targets(10) }] },
      'HTTPRoute/spring-cloud-a',
      (object) =>
        othersWrite(
          othersWrite(object, '/spec/rules/0/backendRefs/1/weight', 60),
          '/spec/rules/0/backendRefs/0/weight',
          40,
        ),
      demoLive([httpRouteA]),
    )
    expect(document?.spec.rules[0]?.targets).toEqual(targets(60))
  })

  it('not where a document says nothing of it', () => {
    expect(
      adopted({}, gray, (object) => othersWrite(object, '/metadata/labels/lanekeeper.io~1lane', 'blue')),
    ).toBeNull()
    expect(
      adopted({}, 'Service/spring-cloud-a-gray', (object) =>
        othersWrite(object, '/spec/ports', [{ port: 1 }]),
      ),
    ).toBeNull()
  })
})
