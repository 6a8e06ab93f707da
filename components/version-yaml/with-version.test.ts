import { expect, it } from 'vitest'
import { mall } from '@/lib/domain/testdata/mall'
import { versionOf, withVersion } from './with-version'

const application = 'spring-cloud-a'
const image = 'registry.example.com/spring-cloud-a:1.1.0'
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } } }
const document = (state: 'active' | 'parked') =>
  mall({ lanes: [{ tag: 'gray', state, versions: [{ application, image, replicas: 3, patch }] }], rules: [] })

const after = (state: 'active' | 'parked', edit: Parameters<typeof withVersion>[1]['edit']) =>
  versionOf(
    withVersion(document(state), { lane: 'gray', application, edit, config: 'share' }),
    'gray',
    application,
  )

it('writes what the edit says, and takes away a patch that is gone', () => {
  expect(after('active', { image: 'a:2', replicas: 1 })).toEqual({ application, image: 'a:2', replicas: 1 })
  expect(after('active', { image, patch })).toEqual({ application, image, patch })
})

it('keeps the number of pods of a parked lane', () => {
  expect(after('parked', { image, replicas: 0, patch })).toEqual({ application, image, replicas: 3, patch })
})

it('asks for copies of ConfigMaps', () => {
  const change = { lane: 'gray', application, edit: { image }, config: 'copy' } as const
  expect(versionOf(withVersion(document('active'), change), 'gray', application)?.config).toBe('copy')
})
