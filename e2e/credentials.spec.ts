import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { api, test } from './fixtures'
import { english as t } from './texts'

const name = 'e2e-key'
const secret = 'a-secret-of-the-cloud'

test.afterEach(() => api(`/api/v1/credentials/${name}`, { method: 'DELETE' }))

test('an access key is kept, never shown again, and removed', async ({ signedIn: page }) => {
  await page.goto('/clusters')
  await page.getByRole('link', { name: t('clusters.keys.open') }).click()
  const save = page.getByRole('button', { name: t('clusters.keys.save') })
  await save.click()
  await expect(page.getByText(t('clusters.keys.missing'))).toHaveCount(3)
  await page.getByLabel(t('clusters.keys.name'), { exact: true }).fill(name)
  await page.getByLabel(t('clusters.keys.accessKeyId')).fill('LTAI-e2e')
  await page.getByLabel(t('clusters.keys.accessKeySecret')).fill(secret)
  await page.getByLabel(t('clusters.keys.endpoint')).fill('http://127.0.0.1')
  await save.click()
  await expect(page.getByLabel(t('clusters.keys.endpoint'))).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel(t('clusters.keys.endpoint')).fill('')
  await save.click()
  await expect(page.getByText(t('clusters.keys.saved', { name }))).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.reload()
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  await expect(row).toContainText('LTAI-e2e')
  expect(await page.content()).not.toContain(secret)
  expect((await api('/api/v1/credentials')).text).not.toContain(secret)
  await row.getByRole('button', { name: t('clusters.keys.removeName', { name }) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('clusters.keys.removeName', { name }) })
    .click()
  await expect(page.getByText(t('clusters.keys.emptyTitle'))).toBeVisible()
})
