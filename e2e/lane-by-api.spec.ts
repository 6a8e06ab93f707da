import { expect } from '@playwright/test'
import { clusterPicture } from './cluster'
import { mall } from './documents'
import { api, operationEnd, removeGroup, test, throughGateway } from './fixtures'

const ip = String.raw`\[\d+\.\d+\.\d+\.\d+\]`
const base = new RegExp(String.raw`^A${ip}\[config=base\] -> B${ip} -> C${ip}$`)
const gray = new RegExp(String.raw`^Agray${ip}\[config=base\] -> B${ip} -> Cgray${ip}$`)

test('a machine opens a lane, pushes it, sees its requests, removes it and leaves the cluster as it was', async () => {
  const before = await clusterPicture()
  expect((await throughGateway('/A/a')).body).toMatch(base)

  const saved = await api('/api/v1/lane-groups/by-api', { method: 'PUT', body: mall('by-api') })
  expect(saved.status, saved.text).toBe(201)
  const again = await api('/api/v1/lane-groups/by-api', { method: 'PUT', body: mall('by-api') })
  expect(again.status).toBe(428)
  const stale = await api('/api/v1/lane-groups/by-api', { method: 'PUT', body: mall('by-api'), ifMatch: 99 })
  expect(stale.status).toBe(409)

  const planned = await api('/api/v1/lane-groups/by-api/plan', { method: 'POST' })
  expect(planned.status, planned.text).toBe(200)
  const kinds = (planned.body.changes as { action: string; object: { kind: string } }[])
    .filter((change) => change.action !== 'unchanged')
    .map((change) => `${change.action} ${change.object.kind}`)
  expect(kinds).toEqual([
    'create Deployment',
    'create Deployment',
    'create Service',
    'create Ingress',
    'update Ingress',
  ])

  const pushed = await api('/api/v1/lane-groups/by-api/push', { method: 'POST' })
  expect(pushed.status, pushed.text).toBe(202)
  const operation = pushed.body.operation as { id: string }
  expect(await operationEnd(operation.id)).toBe('succeeded')

  expect((await throughGateway('/A/a?group=gray')).body).toMatch(gray)
  expect((await throughGateway('/A/a')).body).toMatch(base)

  const second = await api('/api/v1/lane-groups/by-api/plan', { method: 'POST' })
  const changed = (second.body.changes as { action: string }[]).filter(
    (change) => change.action !== 'unchanged',
  )
  expect(changed).toEqual([])

  const removed = await api('/api/v1/lane-groups/by-api/lanes/gray/remove', { method: 'POST' })
  expect(removed.status, removed.text).toBe(202)
  expect(await operationEnd((removed.body.operation as { id: string }).id)).toBe('succeeded')
  expect(await clusterPicture()).toEqual(before)
  expect((await throughGateway('/A/a?group=gray')).body).toMatch(base)
  await removeGroup('by-api')
})
