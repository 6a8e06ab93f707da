import { expect, it } from 'vitest'
import { mall } from '@/lib/domain/testdata/mall'
import { versionOf, withVersion } from './with-version'

const application = 'spring-cloud-a'
const image = 'registry.example.com/spring-cloud-a:1.1.0'
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } } }
const document = () =>
  mall({ lanes: [{ tag: 'gray', versions: [{ application, image, replicas: 3, patch }] }], rules: [] })

const after = (edit: Parameters<typeof withVersion>[1]['edit'], ownReplicas = true) =>
  versionOf(
    withVersion(document(), { lane: 'gray', application, edit, config: 'share', ownReplicas }),
    'gray',
    application,
  )

it('writes what the edit says, and takes away a patch that is gone', () => {
  expect(after({ image: 'a:2', replicas: 1 })).toEqual({ application, image: 'a:2', replicas: 1 })
  expect(after({ image, patch })).toEqual({ application, image, patch })
})

it('keeps the number of pods where the text shows another that is not the version’s', () => {
  expect(after({ image, replicas: 0, patch }, false)).toEqual({ application, image, replicas: 3, patch })
})

it('asks for copies of ConfigMaps', () => {
  const change = { lane: 'gray', application, edit: { image }, config: 'copy', ownReplicas: true } as const
  expect(versionOf(withVersion(document(), change), 'gray', application)?.config).toBe('copy')
})
