import { expect, type Locator } from '@playwright/test'
import { test } from './fixtures'
import { signInPage } from './pages/sign-in-page'
import { wizardPage } from './pages/wizard-page'
import { admin } from './server'
import { english as t } from './texts'

/** The field is marked as wrong and says how to mend it. */
async function expectMend(field: Locator, text: string) {
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
}

test('wrong input is told where it stands with how to mend it, and is kept', async ({ signedIn: page }) => {
  const wizard = wizardPage(page, t)
  await page.goto('/groups/new')
  await expect(wizard.entry('spring-cloud-a')).toBeChecked()
  await wizard.name.fill('Mall Group')
  await wizard.imageOf('spring-cloud-a').fill('registry.example.com/a b:1')
  await wizard.tag.fill('Gray!')
  await wizard.conditionName.fill('group')
  await wizard.conditionValue.fill('x')
  await wizard.conditionValue.fill('')
  await wizard.push(0).click()

  await expectMend(wizard.name, t('wizard.problem.name'))
  await expectMend(wizard.imageOf('spring-cloud-a'), t('wizard.problem.image'))
  await expectMend(wizard.tag, t('wizard.problem.tag'))
  await expectMend(wizard.conditionValue, t('wizard.problem.valueMissing'))
  await expect(page).toHaveURL('/groups/new')
  await expect(wizard.name).toBeFocused()
  await expect(wizard.name).toHaveValue('Mall Group')
  await expect(wizard.imageOf('spring-cloud-a')).toHaveValue('registry.example.com/a b:1')
  await expect(wizard.tag).toHaveValue('Gray!')

  await wizard.name.fill('mended')
  await wizard.imageOf('spring-cloud-a').fill(':1.1.0')
  await wizard.tag.fill('canary')
  await expectMend(wizard.tag, t('wizard.problem.tagReserved', { tag: 'canary' }))
  await wizard.tag.fill('gray')
  await wizard.conditionValue.fill('gray')
  for (const field of [wizard.name, wizard.tag, wizard.imageOf('spring-cloud-a'), wizard.conditionValue])
    await expect(field).not.toHaveAttribute('aria-invalid')
  await expect(page.getByText(t('wizard.ready'))).toBeVisible()
  await page.getByRole('button', { name: t('wizard.draft.startOver') }).click()
})

test('a draft comes back after a reload and in another browser, and can be dropped', async ({
  signedIn: page,
  browser,
}) => {
  const wizard = wizardPage(page, t)
  await page.goto('/groups/new')
  await expect(wizard.entry('spring-cloud-a')).toBeChecked()
  await wizard.name.fill('half-done')
  await wizard.imageOf('spring-cloud-c').fill(':2.0.0')
  await expect(wizard.draftKept).toBeVisible()
  await page.reload()
  await expect(wizard.name).toHaveValue('half-done')
  await expect(wizard.imageOf('spring-cloud-c')).toHaveValue(':2.0.0')

  const context = await browser.newContext()
  const elsewhere = await context.newPage()
  await elsewhere.goto('/groups/new')
  // A page that asks what runs on the cluster is one that answers to the pointer.
  const discovered = elsewhere.waitForResponse(/\/applications\?namespace=/)
  await signInPage(elsewhere, t).signIn(admin)
  await discovered
  const other = wizardPage(elsewhere, t)
  await expect(other.name).toHaveValue('half-done')
  await expect(other.imageOf('spring-cloud-c')).toHaveValue(':2.0.0')
  await elsewhere.getByRole('button', { name: t('wizard.draft.startOver') }).click()
  await expect(other.name).toHaveValue('spring-cloud-a')
  await context.close()

  await page.reload()
  await expect(wizard.name).toHaveValue('spring-cloud-a')
})
