import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { listAudit } from '@/lib/services/audit/list-audit'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { PastedResult } from '@/lib/services/schemas/pasted'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { applyPasted } from './apply-pasted'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let console: TestConsole
beforeAll(async () => {
  console = await startTestConsole()
})
afterAll(() => console?.stop())

const text = `apiVersion: v1
kind: Namespace
metadata: {name: echo}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {word: hush-hush}
---
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: old-nginx}
spec:
  template:
    metadata: {labels: {run: old-nginx}}
    spec:
      containers:
      - {name: old-nginx, image: old-nginx}
`

const apply = async (dryRun: boolean, pasted = text, pause = false) =>
  PastedResult.parse(
    await applyPasted(console.as('operator'), {
      ...{ cluster: 'test', namespace: 'echo', text: pasted },
      ...{ dryRun, pause },
    }),
  )
const results = ({ objects }: PastedResult) => objects.map(({ object, result }) => `${object.kind} ${result}`)

it('asks the cluster first and changes nothing', async () => {
  const asked = await apply(true)
  expect(results(asked)).toEqual(['Namespace created', 'Secret created', 'Deployment created'])
  expect(asked.objects[2]?.upgrade?.after).toContain('apiVersion: apps/v1')
  expect(results(await apply(true))).toEqual(results(asked))
})

it('applies each object with its own result, and the same again changes nothing', async () => {
  expect(results(await apply(false))).toEqual(['Namespace created', 'Secret created', 'Deployment created'])
  expect(results(await apply(false))).toEqual([
    'Namespace unchanged',
    'Secret unchanged',
    'Deployment unchanged',
  ])
})

it('tells what the cluster refuses, object by object', async () => {
  const unknown = text.replace('containers:', 'container:')
  const refused = await apply(true, unknown)
  expect(results(refused).slice(0, 2)).toEqual(['Namespace unchanged', 'Secret unchanged'])
  expect(refused.objects[2]).toMatchObject({
    result: 'refused',
    message: expect.stringContaining('container'),
  })
})

const micro = (more: { image?: string; targetPort?: number } = {}) => `apiVersion: v1
kind: Service
metadata: {name: micro-api}
spec: {selector: {app: micro-api}, ports: [{name: http, port: 19090, targetPort: ${more.targetPort ?? 9090}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: micro-api}
spec:
  replicas: 3
  minReadySeconds: 3
  selector: {matchLabels: {app: micro-api}}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}
  template:
    metadata: {labels: {app: micro-api}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - {name: micro-api, image: 'micro-api:${more.image ?? '1.0'}', ports: [{name: http, containerPort: 19090}]}
`
const warned = ({ objects }: PastedResult) =>
  objects.map(({ object, warnings }) => `${object.kind} ${warnings.length}`)

it('warns of a port that no container names, at the Service or at the Deployment behind one that stands', async () => {
  const both = await apply(false, micro())
  expect(warned(both)).toEqual(['Service 1', 'Deployment 0'])
  expect(both.objects[0]?.warnings[0]).toMatch(/^Port 19090 of Service micro-api leads to 9090, /)
  const [, deployment = ''] = micro().split('---')
  expect(warned(await apply(true, deployment))).toEqual(['Deployment 1'])
  expect(warned(await apply(true, micro({ targetPort: 19090 })))).toEqual(['Service 0', 'Deployment 0'])
})

it('pauses a Deployment whose pods change at its first step, when it is asked to', async () => {
  const client = await clusterClient(console.as('operator'), { name: 'test' })
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'echo', name: 'micro-api' }
  const live = () => client.get(ref)
  await vi.waitFor(
    async () => expect(await live()).toMatchObject({ status: { availableReplicas: 3, updatedReplicas: 3 } }),
    { timeout: 30_000, interval: 100 },
  )
  const rolls = ({ objects }: PastedResult) => objects.map((one) => one.rolls)
  expect(rolls(await apply(true, micro(), true))).toEqual([false, false])
  const asked = await apply(true, micro({ image: '1.3' }), true)
  expect([rolls(asked), asked.objects[1]?.message]).toEqual([
    [false, true],
    'It is paused as soon as its first new pods are made.',
  ])
  const done = await apply(false, micro({ image: '1.3' }), true)
  expect(done.objects[1]?.message).toMatch(/^Paused as soon as its first/)
  expect(await live()).toMatchObject({ spec: { paused: true } })
  const again = await apply(true, micro({ image: '1.4' }), true)
  expect([rolls(again), again.objects[1]?.message]).toEqual([
    [false, false],
    'It is paused: its pods are replaced once it is resumed.',
  ])
  await vi.waitFor(
    async () => expect(await live()).toMatchObject({ status: { readyReplicas: 4, updatedReplicas: 2 } }),
    { timeout: 30_000, interval: 100 },
  )
})

it('takes nothing while a document is wrong', async () => {
  const broken = await apply(false, `${text}---\nkind: Job\n`)
  expect([broken.objects, broken.problems.map(({ line }) => line)]).toEqual([[], [20]])
})

it('says in the audit which objects, and no secret', async () => {
  const { items } = await listAudit(console.as('admin'), {})
  expect(JSON.stringify(items)).toContain('old-nginx')
  expect(JSON.stringify(items)).not.toContain('hush-hush')
})
