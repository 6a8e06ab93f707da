import { expect, it } from 'vitest'
import { editedVersion } from './edited-version'

const typed = { image: ':1.1.0', baseImage: 'registry.example.com/a:1.0.0' }
const image = 'registry.example.com/a:1.1.0'
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } } }
const open = { replicas: null }

it('keeps a text that cannot be read, and what was read before it', () => {
  expect(editedVersion('kind: [', { ok: false, problems: [] }, typed, open)).toEqual({ yaml: 'kind: [' })
})

it('takes image, pods and patch of a text that can be read', () => {
  const edit = { image: 'registry.example.com/a:1.2.0', replicas: 2, patch }
  expect(editedVersion('', { ok: true, edit }, typed, open)).toEqual({
    yaml: null,
    patch,
    image: 'registry.example.com/a:1.2.0',
    replicas: '2',
  })
})

it('leaves a tag that was typed short, and pods that are counted', () => {
  expect(editedVersion('', { ok: true, edit: { image } }, typed, open)).toEqual({
    yaml: null,
    patch: null,
    replicas: '',
  })
  const counted = { replicas: 'counted' } as const
  expect(editedVersion('', { ok: true, edit: { image, replicas: 3 } }, typed, counted)).toEqual({
    yaml: null,
    patch: null,
  })
})
