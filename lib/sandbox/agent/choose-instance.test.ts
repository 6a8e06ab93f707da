import { describe, expect, it } from 'vitest'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import { chooseInstances } from './choose-instance'
import { applicationOf, tagOf } from './pod-identity'

function pod(
  name: string,
  labels: Record<string, string> = {},
  annotations: Record<string, string> = {},
): Pod {
  const metadata = { name, uid: name, resourceVersion: '1', creationTimestamp: '', labels, annotations }
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } }
}

const base = pod('base')
const gray = pod('gray', { 'alicloud.service.tag': 'gray' })
const blue = pod('blue', { 'alicloud.service.tag': 'blue' })

describe('chooseInstances', () => {
  const cases: [string, Pod[], string | undefined, string | undefined, string[], string | undefined][] = [
    ['no tag goes to the baseline', [base, gray], undefined, undefined, ['base'], undefined],
    ['the carried tag', [base, gray, blue], 'gray', undefined, ['gray'], 'gray'],
    ['the carried tag goes before the colour', [base, gray, blue], 'blue', 'gray', ['blue'], 'blue'],
    ['the colour of the caller', [base, gray], undefined, 'gray', ['gray'], 'gray'],
    ['falls back and keeps the tag', [base, blue], 'gray', undefined, ['base'], 'gray'],
    ['a tag with neither lane nor baseline finds nothing', [blue], 'gray', undefined, [], 'gray'],
    [
      'no tag and no baseline takes what there is',
      [gray, blue],
      undefined,
      undefined,
      ['gray', 'blue'],
      undefined,
    ],
  ]

  it.each(cases)('%s', (_, instances, carried, colour, names, tag) => {
    const decision = chooseInstances(instances, carried, colour)
    expect(decision.pods.map(({ metadata }) => metadata.name)).toEqual(names)
    expect(decision.headers).toEqual(tag === undefined ? {} : { 'x-mse-tag': tag })
  })
})

describe('identity of a pod', () => {
  it('takes the tag from the label, the annotation or the canary label', () => {
    expect(tagOf(gray)).toBe('gray')
    expect(tagOf(pod('p', {}, { 'alicloud.service.tag': 'blue' }))).toBe('blue')
    expect(tagOf(pod('p', { 'opensergo.io/canary-red': 'red' }))).toBe('red')
    expect(tagOf(pod('p', { 'opensergo.io/canary-red': 'blue' }))).toBeUndefined()
    expect(tagOf(base)).toBeUndefined()
  })

  it('takes the application from msePilotCreateAppName, else from app', () => {
    expect(applicationOf(pod('p', { app: 'a-gray', msePilotCreateAppName: 'a' }))).toBe('a')
    expect(applicationOf(pod('p', { app: 'a' }))).toBe('a')
  })
})
