import { expect } from '@playwright/test'
import { applyByHand, clusterGet, deleteByHand, patchByHand, rolledOut, throughService } from './cluster'
import { api, operationEnd, removeGroup, test, throughGateway } from './fixtures'
import { gatewayTester } from './pages/gateway-tester'
import { importPage } from './pages/import-page'
import { operationPage } from './pages/operation-page'
import { rulesPage } from './pages/rules-page'
import { istioUrl } from './server'
import { english as t } from './texts'

const group = 'mesh-canary'
const host = 'micro-api.default.svc.cluster.local'
const deployments = '/apis/apps/v1/namespaces/default/deployments'
const istio = '/apis/networking.istio.io/v1alpha3/namespaces/default'
/** What the plan says of calls that take neither the gateway nor a route of the mesh. */
const trap = /Service micro-api too: calls that reach it past this gateway.* at random/
const apiVersion = 'networking.istio.io/v1alpha3'

/** The VirtualService and DestinationRule of the mesh document, at 70 to 30. */
async function makeCanary(): Promise<void> {
  await patchByHand(`${deployments}/micro-api-v1`, { spec: { replicas: 2 } })
  await applyByHand(deployments, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'micro-api-v2' } },
    ...{
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'micro-api', version: 'v2' } },
        template: {
          metadata: { labels: { app: 'micro-api', version: 'v2' } },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [
              {
                name: 'micro-api',
                image: 'registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api:1.3-SNAPSHOT',
                ports: [{ name: 'http', containerPort: 19090 }],
              },
            ],
          },
        },
      },
    },
  })
  const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }))
  const rule = { apiVersion, kind: 'DestinationRule', metadata: { name: 'micro-api-destination' } }
  await applyByHand(`${istio}/destinationrules`, {
    ...rule,
    ...{ spec: { host: 'micro-api', trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN' } }, subsets } },
  })
  const to = (subset: string, weight: number) => ({ destination: { host, subset }, weight })
  const route = { apiVersion, kind: 'VirtualService', metadata: { name: 'micro-api-route' } }
  await applyByHand(`${istio}/virtualservices`, {
    ...route,
    ...{
      spec: { hosts: [host], gateways: ['micro-gateway'], http: [{ route: [to('v1', 70), to('v2', 30)] }] },
    },
  })
}

/** How many of so many requests the new version answers: `curl -H "Host: …" <gateway>/test/test`. */
async function newAnswers(count: number): Promise<number> {
  let found = 0
  for (let sent = 0; sent < count; sent++) {
    const { status, body } = await throughGateway('/test/test', { at: istioUrl, headers: { host } })
    expect(status, body).toBe(200)
    if (body.includes('V3|')) found += 1
  }
  return found
}

/** The same through the Service itself: `curl <virtual address>:19090/test/test`. */
async function newAnswersOfService(count: number): Promise<number> {
  let found = 0
  for (let sent = 0; sent < count; sent++)
    if ((await throughService('micro-api', 19090, '/test/test')).startsWith('V3|')) found += 1
  return found
}

test.setTimeout(240_000)
test.afterEach(async () => {
  await removeGroup(group)
  await deleteByHand(`${istio}/virtualservices/micro-api-route`)
  await deleteByHand(`${istio}/destinationrules/micro-api-destination`)
  await patchByHand(`${deployments}/micro-api-v1`, { spec: { replicas: 0 } })
})

test('the mesh document: 70 to 30 by hand, imported by one click, then 0 to 100', async ({
  signedIn: page,
}) => {
  const found = importPage(page, t)
  const operation = operationPage(page, t)
  const rules = rulesPage(page, t)
  const tester = gatewayTester(page, t)
  await makeCanary()
  for (const version of ['v1', 'v2']) await rolledOut(`micro-api-${version}`, 2)
  const isServed = async () =>
    (await throughGateway('/test/test', { at: istioUrl, headers: { host } })).status
  await expect.poll(isServed, { timeout: 60_000 }).toBe(200)

  await test.step('three of ten, give or take', async () => {
    const [low, high] = [3, 27]
    const seen = await newAnswers(40)
    expect(seen).toBeGreaterThanOrEqual(low)
    expect(seen).toBeLessThanOrEqual(high)
  })

  await test.step('is imported and pushed', async () => {
    await page.goto('/clusters/import')
    await expect(found.card('micro-api')).toContainText('baseVersion: v1')
    await found.card('micro-api').getByLabel(t('imports.name')).fill(group)
    await found
      .card('micro-api')
      .getByRole('button', { name: t('imports.import'), exact: true })
      .click()
    await expect(page).toHaveURL(`/groups/${group}/plan`)
    await expect(page.getByText(trap)).toBeVisible()
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operation.succeeded(1)).toBeVisible({ timeout: 60_000 })
  })

  await test.step('the tester tells versions by the answers, beside the share that the rules give', async () => {
    await page.goto(`/groups/${group}/traffic`)
    await tester.ask('/test/test', 'V\\d+', 40)
    const [count = '', , expected] = await tester.row('v2')
    expect(Number(count)).toBeGreaterThanOrEqual(3)
    expect(expected).toBe('30 %')
    await expect(tester.region.getByRole('row').filter({ hasText: /^V3/ })).toHaveCount(1)
    await expect(tester.region).toContainText(`curl -H 'Host: ${host}' '${istioUrl}/test/test'`)
  })

  await test.step('ten of ten', async () => {
    await rules.move(group, { baseline: [70, 0], v2: [30, 100] })
    await expect(page.getByText('weight: 100').first()).toBeVisible()
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operation.succeeded(2)).toBeVisible({ timeout: 60_000 })
    await page.goto(`/groups/${group}/traffic`)
    await tester.ask('/test/test', 'V\\d+', 10)
    expect((await tester.row('v2')).slice(0, 4)).toEqual([
      ...['10', '100 %', '100 %'],
      t('traffic.probe.fitsSoFar'),
    ])
  })

  await test.step('who calls the Service itself still gets any version, as the plan says', async () => {
    const seen = await newAnswersOfService(40)
    expect(seen).toBeGreaterThan(0)
    expect(seen).toBeLessThan(40)
    await page.goto(`/groups/${group}/plan`)
    await expect(page.getByText(trap)).toBeVisible()
  })

  await test.step('is ended: the route leads to v1 alone', async () => {
    const removed = await api(`/api/v1/lane-groups/${group}/lanes/v2/remove`, { method: 'POST' })
    expect(await operationEnd((removed.body.operation as { id: string }).id)).toBe('succeeded')
    expect(await newAnswers(10)).toBe(0)
    expect(JSON.stringify(await clusterGet(`${istio}/virtualservices/micro-api-route`))).not.toContain('"v2"')
  })
})
