import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { clusterGet } from './cluster'
import { api, operationEnd, removeGroup, test } from './fixtures'
import { keyboardOf } from './keyboard'
import { overflow } from './page-faults'
import { wizardPage } from './pages/wizard-page'
import { english as t } from './texts'

const group = 'wizard-yaml'
const application = 'spring-cloud-a'
const deployment = '/apis/apps/v1/namespaces/default/deployments/spring-cloud-a-gray'

test.afterEach(() => removeGroup(group))

test('a version’s YAML is edited in the wizard, kept over a reload, pushed, and stands in the cluster', async ({
  signedIn: page,
}) => {
  const wizard = wizardPage(page, t)
  const dialog = page.getByRole('dialog', { name: t('versionYaml.title', { lane: 'gray', application }) })
  const text = dialog.getByLabel(t('versionYaml.text'), { exact: true })
  const done = dialog.getByRole('button', { name: t('wizard.applications.yamlDone'), exact: true })
  const opener = page.getByRole('button', {
    name: t('wizard.applications.yamlOf', { name: application }),
    exact: true,
  })
  await page.goto('/groups/new')
  await expect(wizard.entry(application)).toBeChecked()
  await wizard.name.fill(group)
  await wizard.imageOf(application).fill(':1.1.0')

  // The rules are not complete yet; by keyboard alone there and back.
  const keyboard = keyboardOf(page)
  await keyboard.press(opener)
  await expect(text).toHaveValue(/^ {2}name: spring-cloud-a-gray$/m)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await keyboard.walkTo(text)
  await keyboard.press(done)
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(text).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(text).toHaveValue(/^kind: Deployment$/m)
  const rendered = await text.inputValue()
  expect(rendered).toMatch(/image: \S+spring-cloud-a:1\.1\.0$/m)
  const edited = rendered.replace(/terminationGracePeriodSeconds: \d+/, 'terminationGracePeriodSeconds: 1')
  expect(edited).not.toBe(rendered)
  const wrong = edited.replace('kind: Deployment', 'kind: DaemonSet')
  await text.fill(wrong)
  await expect(dialog.getByText(t('versionYaml.refused', { count: 1 }))).toBeVisible()
  await expect(
    dialog.getByRole('listitem').filter({ hasText: t('versionYaml.goToLine', { line: 2 }) }),
  ).toContainText(t('versionYaml.reason.identity'))
  await done.click()
  await expect(page.getByText(t('wizard.problem.yaml'))).toBeVisible()

  await expect(wizard.draftKept).toBeVisible()
  await page.reload()
  await expect(wizard.name).toHaveValue(group)
  await opener.click()
  await expect(text).toHaveValue(wrong)
  await dialog.getByRole('button', { name: t('versionYaml.reset'), exact: true }).click()
  await expect(text).toHaveValue(rendered)
  await text.fill(edited)
  await expect(dialog.getByText(t('versionYaml.refused', { count: 1 }))).toBeHidden()
  const config = dialog.getByLabel(t('versionYaml.config'), { exact: true })
  await config.selectOption('copy')
  await expect(dialog.getByText(t('versionYaml.configCopyHint'))).toBeVisible()
  await expect(text).toHaveValue(/terminationGracePeriodSeconds: 1$/m)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1280, height: 720 })
  await done.click()
  const said = [t('wizard.applications.yamlEdited'), t('wizard.applications.ownConfig')]
  await expect(page.getByText(said.join(' · '), { exact: true })).toBeVisible()

  await wizard.conditionName.fill('group')
  await wizard.conditionValue.fill('gray')
  await wizard.push(4).click()
  await page.waitForURL(/\/operations\//)
  const operation = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(await operationEnd(operation)).toBe('succeeded')
  expect(await clusterGet(deployment)).toMatchObject({
    spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } },
  })
  const { body } = await api(`/api/v1/lane-groups/${group}`)
  expect(body.document).toMatchObject({
    spec: {
      lanes: [
        {
          versions: [
            { config: 'copy', patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } } },
          ],
        },
      ],
    },
  })
})
