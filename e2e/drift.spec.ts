import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { mall } from './documents'
import { api, operationEnd, removeGroup, test } from './fixtures'
import { keyboardOf } from './keyboard'
import { hasKubectl, kubectl } from './kubectl'
import { driftPanel } from './pages/drift-panel'
import { english as t } from './texts'

const group = 'drift'
const route = ['ingress', 'spring-cloud-a-gray']
const annotation = 'nginx.ingress.kubernetes.io/canary-weight'
const tenth = [
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 90 },
      { lane: 'gray', weight: 10 },
    ],
  },
]

const setWeight = (weight: number) =>
  kubectl(['annotate', ...route, '--overwrite', `${annotation}=${weight}`])
const weightOf = () =>
  kubectl(['get', ...route, '-o', `jsonpath={.metadata.annotations.${annotation.replaceAll('.', '\\.')}}`])

test.beforeEach(async () => {
  const document = mall(group)
  const body = { ...document, spec: { ...document.spec, rules: tenth } }
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body })
  expect(saved.status, saved.text).toBe(201)
  const pushed = await api(`/api/v1/lane-groups/${group}/push`, { method: 'POST' })
  expect(await operationEnd(String((pushed.body.operation as { id: string }).id))).toBe('succeeded')
})
test.afterEach(() => removeGroup(group))

if (hasKubectl)
  test('a weight that somebody changes is seen with who and when, put back, adopted, and healed by itself', async ({
    signedIn: page,
  }) => {
    const drift = driftPanel(page, t)
    const keyboard = keyboardOf(page)
    const open = async () => {
      await page.goto(`/groups/${group}`)
      await page.evaluate(() => Reflect.set(window, 'stays', true))
    }
    const isSamePage = () => page.evaluate(() => Reflect.get(window, 'stays') === true)

    await test.step('the panel shows field, both values, manager and time without a reload', async () => {
      await open()
      await expect(drift.panel).toContainText(t('drift.clean', { revision: 1 }))
      await setWeight(60)
      const row = drift.row('spring-cloud-a-gray', annotation)
      await expect(row).toBeVisible({ timeout: 5_000 })
      await expect(row.getByRole('cell').nth(0)).toContainText('10')
      await expect(row.getByRole('cell').nth(1)).toContainText('60')
      await expect(row.getByRole('cell').nth(2)).toContainText('kubectl-annotate')
      await expect(row.getByRole('time')).toBeVisible()
      expect(await isSamePage()).toBe(true)
      const { violations } = await new AxeBuilder({ page }).include('main').analyze()
      expect(violations).toEqual([])
    })

    await test.step('re-applies it, by keyboard', async () => {
      await keyboard.press(drift.reapply)
      await page.waitForURL(/\/operations\//)
      await expect.poll(weightOf).toBe('10')
      await open()
      await expect(drift.panel).toContainText(t('drift.clean', { revision: 1 }), { timeout: 10_000 })
    })

    await test.step('adopts another value, by keyboard: the next revision wants it', async () => {
      await setWeight(30)
      await keyboard.press(drift.adopt('spring-cloud-a-gray', annotation))
      await page.waitForURL(/\/operations\//)
      await open()
      await expect(drift.panel).toContainText(t('drift.clean', { revision: 2 }), { timeout: 10_000 })
      const { body } = await api(`/api/v1/lane-groups/${group}`)
      expect(JSON.stringify(body.document)).toContain('{"lane":"gray","weight":30}')
      expect(await weightOf()).toBe('30')
    })

    await test.step('heals by itself where that is switched on', async () => {
      await keyboard.press(drift.autoHeal('switchOn'))
      await expect(drift.autoHeal('switchOff')).toBeVisible()
      await setWeight(70)
      await expect.poll(weightOf, { timeout: 10_000 }).toBe('30')
      await expect(drift.panel).toContainText(t('drift.clean', { revision: 2 }), { timeout: 10_000 })
      expect(await isSamePage()).toBe(true)
    })
  })
