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
