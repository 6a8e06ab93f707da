import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { imageOf, mall } from './documents'
import { api, removeGroup, test } from './fixtures'
import { overflow } from './page-faults'
import { english as t } from './texts'

const group = 'linted'

test.afterEach(() => removeGroup(group))

test('the builder refuses what the gateway cannot do, shows a request for each finding, and saves what was mended', async ({
  signedIn: page,
}) => {
  const document = mall(group)
  const blue = { tag: 'blue', versions: [{ application: 'spring-cloud-b', image: imageOf('b', '2.0.0') }] }
  const spec = { ...document.spec, lanes: [...document.spec.lanes, blue] }
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: { ...document, spec } })
  expect(saved.status, saved.text).toBe(201)
  await page.goto(`/groups/${group}/rules`)
  await page.getByRole('button', { name: t('rules.add') }).click()

  const card = page.getByRole('listitem', { name: t('rules.card', { place: 2, rule: 'rule-1' }) })
  const condition = card.getByRole('group', { name: t('rules.condition', { condition: 1, branch: 1 }) })
  const source = condition.getByLabel(t('rules.looksAt'))
  const comparison = condition.getByLabel(t('rules.comparison'))
  const value = condition.getByLabel(t('rules.value'), { exact: true })
  const save = page.getByRole('button', { name: t('rules.save'), exact: true })
  const simulator = page.getByRole('region', { name: t('simulator.title') })

  await test.step('what the gateway cannot do is off, with the reason and what works instead', async () => {
    const refusal = { provider: 'MSE Ingress', entries: 'web' }
    const method = source.getByRole('option', { name: t('rules.source.method') })
    await expect(method).toBeDisabled()
    await expect(method).toHaveText(`${t('rules.source.method')} – ${t('rules.cannot', refusal)}`)
    await expect(comparison.locator('option[value=not-exact]')).toBeDisabled()
    await expect(comparison.locator('option[value=percent]')).toBeDisabled()
    await expect(card.getByLabel(t('rules.stickyOn'))).toBeDisabled()
    await expect(card).toContainText(t('rules.cannotKeep', refusal))
    await expect(condition).toContainText(/MSE Ingress \(web\).*starts with/)
  })

  await test.step('a rule that can never match stops saving', async () => {
    await condition.getByLabel(t('rules.conditionName'), { exact: true }).fill('group')
    await value.fill('gray')
    await card.getByLabel(t('rules.target', { place: 1 })).selectOption('blue')
    await expect(card).toContainText(t('rules.problem.Unreachable', { other: 'testers' }))
    await expect(save).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('a wider one overlaps; its request is tried with one click', async () => {
    await comparison.selectOption('prefix')
    await value.fill('gr')
    await expect(card).toContainText(t('rules.problem.Overlap', { other: 'testers' }))
    const request = 'GET example.com/?group=gray'
    await expect(card).toContainText(request)
    await card
      .getByRole('button', { name: t('rules.tryRequest', { request }) })
      .first()
      .click()
    await expect(simulator.getByLabel(t('simulator.partValue', { place: 1 }))).toHaveValue('gray')
    await expect(simulator).toContainText('rule 1 testers')
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    const size = page.viewportSize()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    if (size) await page.setViewportSize(size)
  })

  await test.step('mended, it is saved', async () => {
    await comparison.selectOption('in')
    await condition.getByLabel(t('rules.values')).fill('blue,')
    await condition.getByRole('button', { name: t('rules.removeValue', { value: 'gr' }) }).click()
    await condition.getByLabel(t('rules.values')).fill('sale')
    await condition.getByLabel(t('rules.values')).press('Enter')
    await expect(card).not.toContainText(t('rules.problem.Overlap', { other: 'testers' }))
    await save.click()
    await expect(page.getByText(t('rules.saved', { revision: 2 }))).toBeVisible()
  })
  const { text } = await api(`/api/v1/lane-groups/${group}`)
  expect(text).toContain('"values":["blue","sale"]')
})
