import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { listAudit } from '@/lib/services/audit/list-audit'
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

const apply = async (dryRun: boolean, pasted = text) =>
  PastedResult.parse(
    await applyPasted(console.as('operator'), { cluster: 'test', namespace: 'echo', text: pasted, dryRun }),
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

it('takes nothing while a document is wrong', async () => {
  const broken = await apply(false, `${text}---\nkind: Job\n`)
  expect([broken.objects, broken.problems.map(({ line }) => line)]).toEqual([[], [20]])
})

it('says in the audit which objects, and no secret', async () => {
  const { items } = await listAudit(console.as('admin'), {})
  expect(JSON.stringify(items)).toContain('old-nginx')
  expect(JSON.stringify(items)).not.toContain('hush-hush')
})
