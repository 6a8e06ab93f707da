import { expect, it } from 'vitest'
import { mendGaps } from './governance-mend'

const now = new Date('2026-11-21T10:00:00Z')
const deployment = (annotations?: Record<string, string>) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'prod' },
  spec: { template: { metadata: { labels: { app: 'web' }, ...(annotations && { annotations }) } } },
})
const label = ['spec', 'template', 'metadata', 'labels', 'msePilotCreateAppName']
const restart = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt']

it('gives pods their name, which makes them anew as well', () => {
  const edit = { path: label, before: null, after: 'web' }
  expect(mendGaps(deployment(), ['name'], now)).toEqual([edit])
  expect(mendGaps(deployment(), ['name', 'restart'], now)).toEqual([edit])
})

it('restarts as kubectl does, and keeps what stood there', () => {
  const after = '2026-11-21T10:00:00.000Z'
  expect(mendGaps(deployment(), ['restart'], now)).toEqual([{ path: restart, before: null, after }])
  const earlier = deployment({ 'kubectl.kubernetes.io/restartedAt': 'then' })
  expect(mendGaps(earlier, ['restart'], now)).toEqual([{ path: restart, before: 'then', after }])
})

it('leaves what does not lie in the Deployment', () => {
  expect(mendGaps(deployment(), ['switch', 'podOff', 'component', 'noPods'], now)).toEqual([])
})
