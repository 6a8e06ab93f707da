import { expect, it } from 'vitest'
import { imageTag, readyPods } from './ready-pods'

const application = (ready: number | null, replicas: number | null) => ({
  application: 'a',
  workload: 'a-gray',
  image: 'a:1',
  liveImage: null,
  ready,
  replicas,
  problem: null,
})

it('adds pods, and says nothing where something is not known', () => {
  expect(readyPods({ applications: [application(1, 1), application(1, 2)] })).toEqual({
    ready: 2,
    replicas: 3,
  })
  expect(readyPods({ applications: [application(1, 1), application(null, 2)] })).toBeNull()
  expect(readyPods({ applications: [] })).toBeNull()
})

it('shortens an image to what tells versions apart', () => {
  expect(imageTag('registry.example.com:5000/spring-cloud-a:1.1.0')).toBe('1.1.0')
  expect(imageTag('registry.example.com:5000/spring-cloud-a')).toBe('latest')
  expect(imageTag(`a@sha256:${'0123456789abcdef'.repeat(4)}`)).toBe('0123456789ab')
})
