import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { mall } from '@/lib/domain/testdata/mall'
import { translate } from '@/lib/words/translate'
import { patchedFields } from './patched-fields'
import { behindNotices, rollNotices, staysBehind } from './promote-notices'

const deployment = (spec: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'default', name: 'shop', uid: 'u1' },
  spec: { replicas: 2, ...spec },
})
const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
})
const reasons = (spec: object, beside: KubeObject[] = []) =>
  rollNotices(deployment(spec), { objects: beside }).map(({ code, message }) => [code, message.reason])

describe('a baseline that is about to roll', () => {
  it.each<[string, object, string[][]]>([
    ['Recreate', { strategy: { type: 'Recreate' } }, [['RollsEmpty', 'planning.recreates']]],
    ['as many missing as there are', rolling(1, 2), [['RollsEmpty', 'planning.rollsEmpty']]],
    ['all of them in percent', rolling('25%', '100%'), [['RollsEmpty', 'planning.rollsEmpty']]],
    [
      'one pod that may be missing',
      { replicas: 1, ...rolling(0, 1) },
      [['RollsEmpty', 'planning.rollsEmpty']],
    ],
    ['one of two', rolling(0, 1), []],
    ['the defaults with one pod: a quarter of it rounds to none', { replicas: 1 }, []],
  ])('%s', (_what, spec, wanted) => {
    expect(reasons(spec)).toEqual(wanted)
  })

  it('whose pods an autoscaler counts is said to stay so', () => {
    const scaler: KubeObject = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { namespace: 'default', name: 'shop' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' } },
    }
    expect(reasons({}, [scaler])).toEqual([['Autoscaled', 'planning.baselineAutoscaled']])
  })
})

describe('what a promote by image leaves behind', () => {
  const patch = {
    spec: {
      template: {
        spec: {
          terminationGracePeriodSeconds: 60,
          containers: [{ name: 'web', env: [{ name: 'TOKEN', value: 'hunter2' }], args: ['-v'] }],
        },
      },
    },
  }
  const image = { application: 'spring-cloud-a', deployment: 'spring-cloud-a', container: 'a', image: 'a:2' }
  const documentOf = (version: object) =>
    mall({
      lanes: [{ tag: 'gray', versions: [{ application: 'spring-cloud-a', image: 'a:2', ...version }] }],
    })
  const said = (version: object) =>
    behindNotices(staysBehind(documentOf(version), 'gray', [image]), 'default')

  it('names the patched fields, never their values', () => {
    expect(patchedFields(patch)).toEqual([
      'spec.template.spec.terminationGracePeriodSeconds',
      'spec.template.spec.containers[web].env[TOKEN]',
      'spec.template.spec.containers[web].args',
    ])
    const [notice, ...others] = said({ patch })
    expect(others).toEqual([])
    expect(notice).toMatchObject({
      code: 'StaysBehind',
      severity: 'warning',
      object: { name: 'spring-cloud-a' },
    })
    for (const language of ['en', 'zh-CN'] as const) {
      const words = notice ? translate(notice.message, language) : ''
      expect(words).toContain('containers[web].env[TOKEN]')
      expect(words).not.toContain('hunter2')
    }
  })

  it('names four, and says that there are more', () => {
    const env = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ name, value: '1' }))
    const many = { spec: { template: { spec: { containers: [{ name: 'web', env }] } } } }
    const [notice] = said({ patch: many })
    expect(notice ? translate(notice.message, 'en') : '').toContain('env[D], …)')
  })

  it('tells of copies of configuration, and of nothing where there is nothing', () => {
    expect(said({ config: 'copy' }).map(({ message }) => message.reason)).toEqual(['planning.copiesStay'])
    expect(said({})).toEqual([])
    expect(staysBehind(documentOf({ patch }), 'other', [image])).toEqual([])
  })
})
