import { expect, it } from 'vitest'
import { ownNames } from './own-names'
import type { DesiredItem } from './types'

const route = (name: string, host: string, lane = 'gray'): DesiredItem => ({
  object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name }, spec: { host } },
  phase: 'route',
  lane,
  application: null,
  wait: 'none',
  closing: false,
})
const namesOf = (items: readonly DesiredItem[]) => ownNames(items).map(({ object }) => object.metadata.name)

it('counts on where two entries on one base route make branches of one lane', () => {
  expect(
    namesOf([
      route('web-gray', 'a'),
      route('web-gray-2', 'a'),
      route('web-gray', 'b'),
      route('web-gray-2', 'b'),
    ]),
  ).toEqual(['web-gray', 'web-gray-2', 'web-gray-3', 'web-gray-4'])
})

it('leaves the name of another lane alone', () => {
  expect(
    namesOf([route('web-gray', 'a'), route('web-gray', 'b'), route('web-gray-2', 'a', 'gray-2')]),
  ).toEqual(['web-gray', 'web-gray-3', 'web-gray-2'])
})

it('makes what two entries want alike once', () => {
  expect(namesOf([route('web-gray', 'a'), route('web-gray', 'a')])).toEqual(['web-gray'])
})
