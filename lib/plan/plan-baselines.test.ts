import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { planBaselines } from './plan-baselines'
import type { WantedBaselines } from './types'

const deployment = (change: Partial<KubeObject['metadata']> = {}, spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'default', name: 'shop', uid: 'u1', ...change },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'proxy', image: 'proxy:1' },
          { name: 'shop', image: 'shop:1' },
        ],
      },
    },
    ...spec,
  },
})
const wanted = { application: 'shop', deployment: 'shop', container: 'shop', image: 'shop:2' }
const set: WantedBaselines = { images: [wanted], direction: 'set', known: null }
const back: WantedBaselines = { ...set, direction: 'back' }

function planned(objects: KubeObject[], baselines: WantedBaselines, allowManaged = false) {
  const { changes, conflicts, errors, notices } = planBaselines(
    { namespace: 'default', allowManaged, baselines },
    { objects },
  )
  return {
    changes: changes.filter(({ action }) => action === 'update'),
    problems: [...conflicts, ...errors, ...notices].map(({ code, message }) => [code, message.reason]),
  }
}

describe('planBaselines', () => {
  it('sets the image of the container by name, with tests on the uid, the name and the old image', () => {
    const { changes, problems } = planned([deployment()], set)
    expect(problems).toEqual([])
    expect(changes[0]?.patch).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u1' },
      { op: 'test', path: '/spec/template/spec/containers/1/name', value: 'shop' },
      { op: 'test', path: '/spec/template/spec/containers/1/image', value: 'shop:1' },
      { op: 'replace', path: '/spec/template/spec/containers/1/image', value: 'shop:2' },
    ])
    expect(changes[0]?.fields).toMatchObject([{ container: 'shop', before: 'shop:1', after: 'shop:2' }])
    expect(changes[0]).toMatchObject({ stage: 'make', owner: 'user', wait: 'available' })
  })

  it('changes nothing where the image stands already', () => {
    expect(planned([deployment()], { ...set, images: [{ ...wanted, image: 'shop:1' }] }).changes).toEqual([])
  })

  it.each([
    [
      'tracked',
      deployment({ annotations: { 'meta.helm.sh/release-name': 'shop' } }),
      'planning.managedField',
    ],
    ['paused', deployment({}, { paused: true }), 'planning.promotePaused'],
    ['without pods', deployment({}, { replicas: 0 }), 'planning.promoteNoPods'],
  ])(
    'refuses to set images of what is %s, and puts them back all the same or says why not',
    (_what, one, reason) => {
      expect(planned([one], set).problems).toMatchObject([[expect.anything(), reason]])
      const { changes, problems } = planned([one], back)
      if (reason === 'planning.managedField')
        expect(problems).toEqual([['Baseline', 'planning.promoteManaged']])
      else expect(changes).toHaveLength(1)
    },
  )

  it('sets the image of what is tracked where the group allows it', () => {
    const one = deployment({ annotations: { 'meta.helm.sh/release-name': 'shop' } })
    expect(planned([one], set, true)).toMatchObject({ changes: [{}], problems: [] })
  })

  it('cannot set an image where there is no such Deployment or container; going back only says so', () => {
    expect(planned([], set).problems).toEqual([['NoBaseline', 'planning.promoteGone']])
    expect(planned([], back).problems).toEqual([['Baseline', 'planning.promoteGone']])
    const images = [{ ...wanted, container: 'other' }]
    expect(planned([deployment()], { ...set, images }).problems).toEqual([
      ['NoBaseline', 'planning.promoteNoContainer'],
    ])
  })

  it('puts back only what still holds what was put there, on that very object', () => {
    const instead = (image: string, uid = 'u1') => [{ ...wanted, image: 'shop:0', instead: { image, uid } }]
    expect(planned([deployment()], { ...back, images: instead('shop:1') }).changes).toHaveLength(1)
    expect(planned([deployment()], { ...back, images: instead('shop:1', 'u2') })).toEqual({
      changes: [],
      problems: [],
    })
    expect(planned([deployment()], { ...back, images: instead('shop:9') })).toEqual({
      changes: [],
      problems: [['Baseline', 'planning.promoteKept']],
    })
    const helm = deployment({ annotations: { 'meta.helm.sh/release-name': 'shop' } })
    expect(planned([helm], { ...back, images: instead('shop:1') }).changes).toHaveLength(1)
  })

  it('says whose image a roll back replaces when no revision knows it', () => {
    const known = (image: string) => new Set([`shop shop ${image}`])
    expect(planned([deployment()], { ...back, known: known('shop:1') }).problems).toEqual([])
    expect(planned([deployment()], { ...back, known: known('shop:0') })).toMatchObject({
      changes: [{}],
      problems: [['Baseline', 'planning.promoteForeign']],
    })
  })
})
