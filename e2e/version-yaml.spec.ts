import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { mall } from './documents'
import { api, removeGroup, test } from './fixtures'
import { overflow } from './page-faults'
import { english as t } from './texts'

const group = 'yaml-edit'
const application = 'spring-cloud-a'

test.afterEach(() => removeGroup(group))

test('the YAML of a version is edited where it may be, and a locked line is refused with its reason', async ({
  signedIn: page,
}) => {
  const put = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(put.status, put.text).toBe(201)
  await page.goto(`/groups/${group}`)
  await page.getByRole('link', { name: t('lanes.yamlOf', { application, lane: 'gray' }) }).click()
  const text = page.getByLabel(t('versionYaml.text'), { exact: true })
  const rendered = await text.inputValue()
  expect(rendered).toContain('terminationGracePeriodSeconds: 1\n')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  // The line of the cursor says what may be edited, for those who use the keyboard alone.
  await text.focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ArrowDown')
  const locked = t('versionYaml.lineLocked', { line: 2, reason: t('versionYaml.reason.identity') })
  await expect(page.getByText(locked)).toBeVisible()

  await page.getByLabel(t('versionYaml.replicas'), { exact: true }).fill('2')
  await expect(text).toHaveValue(/^ {2}replicas: 2$/m)

  const save = page.getByRole('button', { name: t('versionYaml.save'), exact: true })
  const wrong = (await text.inputValue()).replace('kind: Deployment', 'kind: DaemonSet')
  await text.fill(wrong)
  await expect(page.getByText(t('versionYaml.refused', { count: 1 }))).toBeVisible()
  await expect(page.getByRole('button', { name: t('versionYaml.goToLine', { line: 2 }) })).toBeVisible()
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await expect(text).toHaveValue(wrong)

  await text.fill(
    wrong
      .replace('kind: DaemonSet', 'kind: Deployment')
      .replace('terminationGracePeriodSeconds: 1\n', 'terminationGracePeriodSeconds: 2\n'),
  )
  await save.click()
  await expect(page.getByText(t('versionYaml.saved', { revision: 2 }))).toBeVisible()
  await page.screenshot({ path: 'test-results/version-yaml.png', fullPage: true })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await overflow(page)).toBeLessThanOrEqual(0)

  const { body } = await api(`/api/v1/lane-groups/${group}`)
  const { lanes } = (body.document as { spec: { lanes: { versions: object[] }[] } }).spec
  expect(lanes[0]?.versions[0]).toMatchObject({
    replicas: 2,
    patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 2 } } } },
  })
})

test('a save after somebody else’s tells who came first, keeps the text, compares and decides', async ({
  signedIn: page,
}) => {
  const put = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(put.status, put.text).toBe(201)
  await page.goto(`/groups/${group}/lanes/gray/${application}`)
  const text = page.getByLabel(t('versionYaml.text'), { exact: true })
  const mine = (await text.inputValue()).replace(
    'terminationGracePeriodSeconds: 1\n',
    'terminationGracePeriodSeconds: 5\n',
  )
  await text.fill(mine)
  const theirs = await api(`/api/v1/lane-groups/${group}`, {
    method: 'PUT',
    body: mall(group, { a: '1.2.0' }),
    ifMatch: 1,
  })
  expect(theirs.status, theirs.text).toBe(200)

  const save = page.getByRole('button', { name: t('versionYaml.save'), exact: true })
  await save.click()
  const told = page.getByRole('status').filter({ hasText: t('stale.compare') })
  await expect(told).toContainText('1')
  await expect(text).toHaveValue(mine)
  await told.getByRole('button', { name: t('stale.compare') }).click()
  const comparison = page.getByRole('dialog', { name: t('stale.compareTitle', { to: 2 }) })
  await expect(comparison).toContainText('1.2.0')
  await expect(comparison).toContainText('terminationGracePeriodSeconds: 5')
  await comparison.getByRole('button', { name: t('common.close') }).click()

  await told.getByRole('button', { name: t('stale.reload') }).click()
  await expect(text).toHaveValue(/spring-cloud-a:1\.2\.0$/m)
  await expect(told).toHaveCount(0)
  await text.fill((await text.inputValue()).replace('PeriodSeconds: 1\n', 'PeriodSeconds: 4\n'))
  await save.click()
  await expect(page.getByText(t('versionYaml.saved', { revision: 3 }))).toBeVisible()
  await expect(text).toHaveValue(/terminationGracePeriodSeconds: 4$/m)
})
