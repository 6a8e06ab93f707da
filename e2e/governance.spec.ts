import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { applyByHand, deleteByHand } from './cluster'
import { test } from './fixtures'
import { english as t } from './texts'

const namespace = 'ungoverned'
const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`

/** An application; without a name in MSE unless `registered`. */
async function deploy(name: string, registered: boolean): Promise<void> {
  const labels = { app: name, ...(registered && { msePilotCreateAppName: name }) }
  const containers = [{ name, image: 'registry.example.com/shop:1.0.0', ports: [{ containerPort: 80 }] }]
  await applyByHand(deployments, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name } },
    ...{
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers } },
      },
    },
  })
}

test.setTimeout(180_000)
test.afterEach(() => deleteByHand(`/api/v1/namespaces/${namespace}`))

test('governance of a namespace: what is missing is said, mended by clicks, and found', async ({
  signedIn: page,
}) => {
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await applyByHand('/api/v1/namespaces', made)
  await deploy('cart', true)
  await deploy('stock', false)

  await page.goto('/clusters')
  await page.getByRole('link', { name: t('governance.open') }).click()
  await page.getByLabel(t('imports.namespace'), { exact: true }).selectOption(namespace)
  const panel = page.getByRole('region', { name: t('governance.title', { namespace }) })
  const row = (name: string) =>
    panel.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })

  await test.step('missing: the switch is off, and one application has no name', async () => {
    await expect(panel).toContainText(t('governance.off'))
    await expect(row('cart')).toContainText(t('governance.gap.switch'))
    await expect(row('cart')).toContainText(/not in cart-/)
    await expect(row('stock')).toContainText(t('governance.gap.name'))
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  })

  await test.step('switched on: pods that were there before lack the agent', async () => {
    await panel.getByRole('button', { name: t('governance.enable') }).click()
    await expect(panel.getByRole('button', { name: t('governance.enable') })).toHaveCount(0)
    await expect(row('cart')).toContainText('kubectl rollout restart deployment cart')
  })

  await test.step('mended: found in every application', async () => {
    await row('cart')
      .getByRole('button', { name: t('governance.mendOf.restart', { deployment: 'cart' }) })
      .click()
    await row('stock')
      .getByRole('button', { name: t('governance.mendOf.name', { deployment: 'stock' }) })
      .click()
    await expect(panel).toContainText(t('governance.all'), { timeout: 60_000 })
    for (const name of ['cart', 'stock']) {
      await expect(row(name)).toContainText(new RegExp(`in ${name}-`))
      await expect(row(name)).toContainText(t('governance.nothing'))
    }
  })
})
