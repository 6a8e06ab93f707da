import { describe, expect, it } from 'vitest'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import { refuseSwitch, switchedDocument } from './switched-document'

type Spec = Partial<LaneGroupInput['spec']>

function documentOf(change: Spec = {}): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'shop' },
    spec: {
      cluster: 'test',
      namespace: 'shop',
      convention: 'plain',
      applications: [
        { name: 'web', deployment: 'web', service: { name: 'web', port: 80 } },
        { name: 'cart', deployment: 'cart', service: { name: 'cart', port: 80 } },
      ],
      entries: [{ name: 'door', provider: 'ingress-nginx', application: 'web', host: 'example.com' }],
      lanes: [
        {
          tag: 'gray',
          versions: [
            { application: 'web', image: 'web:2' },
            { application: 'cart', image: 'cart:2' },
          ],
        },
      ],
      rules: [],
      ...change,
    },
  })
}

describe('a switch', () => {
  it("makes the lane's workload and Service the baseline's, and takes them from the lane", () => {
    const document = documentOf()
    const [lane] = document.spec.lanes
    if (!lane) throw new Error('no lane')
    const { spec } = switchedDocument(document, lane, ['web'])
    expect(spec.applications[0]).toEqual({
      name: 'web',
      deployment: 'web-gray',
      service: { name: 'web-gray', port: 80 },
    })
    expect(spec.applications[1]).toEqual(document.spec.applications[1])
    expect(spec.lanes[0]?.versions.map(({ application }) => application)).toEqual(['cart'])
  })

  it('is for an application that only its entry calls', () => {
    expect(() => refuseSwitch(documentOf(), ['web'])).not.toThrow()
  })

  const called = {
    applications: [
      { name: 'web', deployment: 'web', service: { name: 'web', port: 80 } },
      { name: 'cart', deployment: 'cart', service: { name: 'cart', port: 80 }, calls: ['web'] },
    ],
  }
  const behind = (provider: string, settings: Record<string, unknown> = {}): Spec => {
    const isCalled = provider === 'mse-agent' || provider === 'kubernetes'
    const entry = { name: 'door', provider, application: 'web', settings }
    return { entries: [isCalled ? entry : { ...entry, host: 'example.com', paths: [{ path: '/' }] }] }
  }

  it.each(['ack-weight', 'gateway-api', 'higress', 'ingress-nginx', 'istio', 'mse'])(
    'is for entries of provider %s',
    (provider) => expect(() => refuseSwitch(documentOf(behind(provider)), ['web'])).not.toThrow(),
  )

  it.each<[string, Spec, string, RegExp]>([
    [
      'lanes behind one Service',
      behind('istio', { subsets: 'subset' }),
      'web',
      /no Service of its own for web/,
    ],
    ['an entry whose agent decides', behind('mse-agent'), 'web', /no Service of its own for web/],
    ['shares by the number of pods', behind('kubernetes'), 'web', /no Service of its own for web/],
    ['mse', { convention: 'mse' }, 'web', /convention mse/],
    ['zadig', { convention: 'zadig' }, 'web', /convention zadig/],
    ['an application behind the entry', {}, 'cart', /cart is called by the name of its Service/],
    ['an application that another calls', called, 'web', /web is called by cart/],
  ])('is refused for %s', (_what, change, name, words) => {
    expect(() => refuseSwitch(documentOf(change), [name])).toThrow(words)
  })
})
