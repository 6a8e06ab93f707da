import { expect } from '@playwright/test'
import { mall } from './documents'
import { api, removeGroup, test } from './fixtures'
import { signInPage } from './pages/sign-in-page'
import { admin } from './server'
import { english as t } from './texts'

const group = 'two-people'

test.afterEach(() => removeGroup(group))

test('of two people who change the rules the second is told who came first, keeps the input and decides', async ({
  signedIn: first,
  browser,
}) => {
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(saved.status, saved.text).toBe(201)
  const context = await browser.newContext()
  const second = await context.newPage()
  await second.goto(`/groups/${group}/rules`)
  await signInPage(second, t).signIn(admin)
  await first.goto(`/groups/${group}/rules`)

  for (const [page, value] of [
    [first, 'early'],
    [second, 'late'],
  ] as const) {
    await page.getByRole('button', { name: t('rules.edit', { rule: 'testers' }) }).click()
    const condition = page.getByRole('group', { name: t('rules.condition', { condition: 1, branch: 1 }) })
    await condition.getByLabel(t('rules.value'), { exact: true }).fill(value)
  }
  const save = (page: typeof first) =>
    page.getByRole('button', { name: t('rules.save'), exact: true }).click()
  await save(first)
  await expect(first.getByText(t('rules.saved', { revision: 2 }))).toBeVisible()
  await save(second)

  const told = second.getByRole('status').filter({ hasText: t('stale.compare') })
  await expect(told).toContainText('1')
  await expect(told).toContainText('2')
  await expect(second.getByText(t('stale.title', { who: 'Administrator' }))).toBeVisible()
  const value = second
    .getByRole('group', { name: t('rules.condition', { condition: 1, branch: 1 }) })
    .getByLabel(t('rules.value'), { exact: true })
  await expect(value).toHaveValue('late')

  await told.getByRole('button', { name: t('stale.compare') }).click()
  const comparison = second.getByRole('dialog', { name: t('stale.compareTitle', { to: 2 }) })
  await expect(comparison).toContainText('early')
  await expect(comparison).toContainText('late')
  await comparison.getByRole('button', { name: t('stale.overwrite', { next: 3 }) }).click()
  await expect(second.getByText(t('rules.saved', { revision: 3 }))).toBeVisible()
  const { text } = await api(`/api/v1/lane-groups/${group}`)
  expect(text).toContain('"late"')
  expect(text).not.toContain('"early"')
  await context.close()
})
