import { expect, it } from 'vitest'
import { versionAsText } from './version-as-text'

const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } } }

it('says what a version sets, and not what is the default', () => {
  expect(versionAsText({ application: 'a', config: 'share', image: 'a:1' })).toBe('image: a:1\n')
  expect(versionAsText({ patch, config: 'copy', replicas: 2, image: 'a:1', application: 'a' })).toBe(
    'image: a:1\nreplicas: 2\nconfig: copy\npatch:\n  spec:\n    template:\n      spec:\n        terminationGracePeriodSeconds: 60\n',
  )
})
