import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoDeployments, loadDemo } from '@/lib/sandbox/demo/load-demo'
import { get, startTestCluster, type TestCluster } from '@/lib/sandbox/runtime-for-tests'
import { openSergoKinds } from '@/lib/sandbox/store/custom/opensergo-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'

let cluster: TestCluster
const { trafficRouters } = openSergoKinds

beforeAll(async () => {
  cluster = await startTestCluster()
  loadDemo(cluster.store)
  cluster.create(gray('a'))
  cluster.create(gray('b'))
  await cluster.available(...demoDeployments, 'spring-cloud-a-gray', 'spring-cloud-b-gray')
})

afterAll(() => cluster.close())

function gray(letter: 'a' | 'b'): string {
  const name = `spring-cloud-${letter}`
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}-gray}
spec:
  selector: {matchLabels: {app: ${name}-gray}}
  template:
    metadata:
      annotations: {alicloud.service.tag: gray}
      labels: {app: ${name}-gray, msePilotCreateAppName: ${name}}
    spec: {containers: [{name: app, image: "registry.example.com/${name}:1.0.0"}]}
`
}

const gradually = (app: string) => ({ host: app, subset: 'gray', fallback: { host: app, subset: 'base' } })

/** The rules of the first document for one application. */
function rules(
  app: string,
  entry: boolean,
  passThrough: boolean,
  labels: Record<string, string> = { app },
): DraftObject {
  const set = passThrough ? { headers: { request: { set: { 'x-mse-tag': 'gray' } } } } : {}
  const tagged = {
    match: [{ headers: { 'x-mse-tag': { exact: 'gray' } } }],
    route: [{ destination: gradually(app) }],
  }
  const testers = {
    match: [{ queryParams: { name: { exact: 'xiaoming' } } }],
    route: [{ destination: gradually(app), ...set }],
  }
  return {
    metadata: { name: app, namespace: 'default', labels },
    spec: {
      hosts: [app],
      http: [
        tagged,
        ...(entry ? [testers] : []),
        { route: [{ destination: { host: app, subset: 'base' } }] },
      ],
    },
  }
}

function put(app: string, entry: boolean, passThrough: boolean, labels?: Record<string, string>): void {
  const draft = rules(app, entry, passThrough, labels)
  const known = cluster.store.get(trafficRouters, 'default', app)
  if (known === undefined) cluster.store.create(trafficRouters, draft, { manager: 'test' })
  else
    cluster.store.update(
      trafficRouters,
      { ...known, ...draft, metadata: { ...known.metadata, ...draft.metadata } },
      { manager: 'test' },
    )
}

async function chain(path = '/A/a?name=xiaoming', headers: Record<string, string> = {}): Promise<string> {
  const { body } = await get(cluster.runtime.gateways['zuul-slb'], path, headers)
  return body.replace(/\[[^\]]*\]/g, '')
}

it('walks the first document: rule on a, then pass-through on, off, and b parked', async () => {
  expect(await chain()).toBe('A -> B -> C')
  put('spring-cloud-a', true, false)
  expect(await chain()).toBe('Agray -> B -> C')
  expect(await chain('/A/a')).toBe('A -> B -> C')
  put('spring-cloud-b', false, false)
  put('spring-cloud-a', true, true)
  expect(await chain()).toBe('Agray -> Bgray -> C')
  expect(await chain('/A/a')).toBe('A -> B -> C')
  expect(await chain('/A/a', { 'x-mse-tag': 'gray' })).toBe('Agray -> Bgray -> C')
  put('spring-cloud-a', true, false)
  expect(await chain()).toBe('Agray -> B -> C')
})

it('falls back hop by hop at 0 replicas, and the tag stays', async () => {
  put('spring-cloud-a', true, true)
  const replicas = (count: number) =>
    cluster.change(kinds.deployments, 'spring-cloud-a-gray', (object) => ({
      ...object,
      spec: { ...(object.spec as object), replicas: count },
    }))
  replicas(0)
  await expect.poll(() => chain(), { timeout: 10_000 }).toBe('A -> Bgray -> C')
  replicas(1)
  await expect.poll(() => chain(), { timeout: 10_000 }).toBe('Agray -> Bgray -> C')
})

it('does not count without the label of its application', async () => {
  put('spring-cloud-a', true, true, { app: 'another' })
  expect(await chain()).toBe('A -> B -> C')
})

it('tells of an expression that is none by an event', async () => {
  const route = [{ destination: { host: 'spring-cloud-c' } }]
  const http = [{ name: 'broken', match: [{ headers: { x: { regex: '(' } } }], route }]
  const metadata = { name: 'spring-cloud-c', namespace: 'default', labels: { app: 'spring-cloud-c' } }
  cluster.store.create(
    trafficRouters,
    { metadata, spec: { hosts: ['spring-cloud-c.default.svc.cluster.local'], http } },
    { manager: 'test' },
  )
  expect(await chain('/A/a')).toBe('A -> B -> C')
  const events = cluster.store.list(kinds.events, { namespace: 'default' })
  expect(events.filter(({ reason }) => reason === 'InvalidRegex')).toMatchObject([
    { message: expect.stringContaining('"broken"'), type: 'Warning' },
  ])
})
