import { expect } from '@playwright/test'
import { applyByHand, clusterPicture } from './cluster'
import { imageOf } from './documents'
import { api, operationEnd, removeGroup, test, throughGateway } from './fixtures'
import { importPage } from './pages/import-page'
import { operationPage } from './pages/operation-page'
import { english as t } from './texts'

const group = 'imported'
const ip = String.raw`\[[^\]]*\]`
const gray = new RegExp(`^Agray${ip}.* -> Bgray${ip} -> C${ip}$`)
const base = new RegExp(`^A${ip}.* -> B${ip} -> C${ip}$`)
const name = 'spring-cloud-a-gray'

/** Two pods, so that one of them is always known to the gateway. */
function grayDeployment(letter: string, port: number) {
  const own = `spring-cloud-${letter}-gray`
  const labels = { app: own, msePilotCreateAppName: `spring-cloud-${letter}` }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: own },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: own } },
      template: {
        metadata: { labels, annotations: { 'alicloud.service.tag': 'gray' } },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{ name: own, image: imageOf(letter, '1.1.0'), ports: [{ containerPort: port }] }],
        },
      },
    },
  }
}

/** The gray Service and canary Ingress as Zadig's document has them. */
async function makeCanary(): Promise<void> {
  for (const [letter, port] of [
    ['a', 20001],
    ['b', 20002],
  ] as const)
    await applyByHand('/apis/apps/v1/namespaces/default/deployments', grayDeployment(letter, port))
  await applyByHand('/api/v1/namespaces/default/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 20001 }] },
  } as { metadata: { name: string } })
  const backend = { service: { name, port: { number: 20001 } } }
  await applyByHand('/apis/networking.k8s.io/v1/namespaces/default/ingresses', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'spring-cloud-a-mse-gray',
      annotations: {
        'nginx.ingress.kubernetes.io/canary': 'true',
        'nginx.ingress.kubernetes.io/canary-by-header': 'x-user-id',
        'nginx.ingress.kubernetes.io/canary-by-header-value': '100',
        'nginx.ingress.kubernetes.io/canary-weight': '0',
        'mse.ingress.kubernetes.io/request-header-control-update': 'x-mse-tag gray',
      },
    },
    spec: {
      ingressClassName: 'mse',
      rules: [{ host: 'example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  } as { metadata: { name: string } })
}

const answerOf = async (user: string) =>
  (await throughGateway('/A/a', { headers: { 'x-user-id': user } })).body

test.setTimeout(240_000)
test.afterEach(() => removeGroup(group))

test('a canary made by hand becomes a lane group by one click, and no request moves', async ({
  signedIn: page,
}) => {
  const before = await clusterPicture()
  const found = importPage(page, t)
  const operation = operationPage(page, t)
  await makeCanary()
  await expect.poll(() => answerOf('100'), { timeout: 30_000 }).toMatch(gray)

  await test.step('is found, with what becomes whose', async () => {
    await page.goto('/clusters/import')
    await expect(found.takes('spring-cloud-a').getByRole('listitem')).toHaveCount(4)
    await expect(found.stays('spring-cloud-a')).toContainText(t('imports.staysNone'))
    await expect(found.card('spring-cloud-a')).toContainText('x-user-id')
  })

  await test.step('is imported and pushed while its users go on', async () => {
    await found.name.fill(group)
    await found.submit.click()
    await expect(page).toHaveURL(`/groups/${group}/plan`)
    const push = page.getByRole('button', { name: t('plan.push', { count: 3 }) })
    await push.click()
    await expect(operation.succeeded(1)).toBeVisible({ timeout: 60_000 })
    for (let count = 0; count < 5; count++) {
      expect(await answerOf('100')).toMatch(gray)
      expect(await answerOf('7')).toMatch(base)
    }
  })

  await test.step('is closed like any lane', async () => {
    const removed = await api(`/api/v1/lane-groups/${group}/lanes/gray/remove`, { method: 'POST' })
    expect(await operationEnd((removed.body.operation as { id: string }).id)).toBe('succeeded')
    expect(await clusterPicture()).toEqual(before)
    expect(await answerOf('100')).toMatch(base)
  })
})
