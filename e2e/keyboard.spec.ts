import { expect } from '@playwright/test'
import { baselineAnswer, expectAnswers, laneAnswer } from './chain'
import { countClicks } from './clicks'
import { clusterPicture } from './cluster'
import { imageOf, mall } from './documents'
import { api, removeGroup, test } from './fixtures'
import { keyboardOf } from './keyboard'
import { groupPage } from './pages/group-page'
import { operationPage } from './pages/operation-page'
import { signInPage } from './pages/sign-in-page'
import { trafficPage } from './pages/traffic-page'
import { wizardPage } from './pages/wizard-page'
import { admin } from './server'
import { english as t } from './texts'

const group = 'by-keyboard'
const counted = [
  ['spring-cloud-a', 'gray'],
  ['spring-cloud-b', 'baseline'],
] as const

test.afterEach(() => removeGroup(group))

test('the whole story without a pointer', async ({ page }) => {
  test.setTimeout(240_000)
  const clicks = await countClicks(page)
  const keyboard = keyboardOf(page)
  const wizard = wizardPage(page, t)
  const operation = operationPage(page, t)
  const traffic = trafficPage(page, t)
  const lane = groupPage(page, t)
  const before = await clusterPicture()

  await test.step('signs in', async () => {
    await page.goto('/')
    const signIn = signInPage(page, t)
    await keyboard.type(signIn.email, admin.email)
    await keyboard.type(signIn.password, admin.password)
    await keyboard.keys('Enter')
    await expect(page.getByRole('heading', { level: 1, name: t('dashboard.title') })).toBeVisible()
  })

  await test.step('opens the wizard by its shortcut and fills it in', async () => {
    await keyboard.keys('g', 'n')
    await expect(wizard.entry('spring-cloud-a')).toBeChecked()
    await keyboard.type(wizard.name, group)
    await keyboard.type(wizard.imageOf('spring-cloud-a'), ':1.1.0')
    await keyboard.type(wizard.imageOf('spring-cloud-c'), imageOf('c', '1.1.0'))
    await keyboard.type(wizard.conditionName, 'group')
    await keyboard.type(wizard.conditionValue, 'gray')
  })

  await test.step('tries a request', async () => {
    await keyboard.type(wizard.partName, 'group')
    await keyboard.type(wizard.partValue, 'blue')
    await expect(wizard.simulator.getByText(t('simulator.decidedNone'))).toBeVisible()
    await keyboard.type(wizard.partValue, 'gray')
    await expect(wizard.simulator.getByText(t('simulator.decidedNone'))).toBeHidden()
  })

  await test.step('saves, reads the plan and pushes', async () => {
    await expect(wizard.push(5)).toBeVisible()
    await keyboard.press(wizard.save)
    const changes = page.getByRole('list', { name: t('plan.changes') }).getByRole('button')
    await expect(changes).toHaveCount(5)
    await keyboard.walkTo(changes.first())
    await keyboard.keys('j', 'ArrowDown', 'j')
    await expect(changes.nth(3)).toBeFocused()
    await expect(page.getByText('nginx.ingress.kubernetes.io/canary').first()).toBeVisible()
    await keyboard.press(page.getByRole('button', { name: t('plan.push', { count: 5 }) }))
    await expect(operation.succeeded(1)).toBeVisible()
    await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 3)
  })

  await test.step('sees the traffic', async () => {
    await keyboard.press(operation.seeTraffic)
    await expect(traffic.bars).toBeVisible()
    await keyboard.walkTo(page.getByRole('radio', { name: t('traffic.bars'), exact: true }))
    await keyboard.keys('ArrowRight')
    await expect(traffic.showTableControl).toBeChecked()
    const [gray = 0, b = 0] = await traffic.settledCounts(counted)
    await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 4)
    await expect.poll(() => traffic.counts(counted), { intervals: [100] }).toEqual([gray + 4, b + 4])
  })

  await test.step('removes the lane', async () => {
    await keyboard.press(lane.more)
    await expect(lane.removeLane('gray')).toBeFocused()
    await keyboard.keys('Enter')
    await keyboard.type(lane.confirmName('gray'), 'gray')
    await keyboard.press(lane.confirmRemove('gray'))
    await expect(operation.removed).toBeVisible({ timeout: 60_000 })
    expect(await clusterPicture()).toEqual(before)
    await expectAnswers('/A/a?group=gray', baselineAnswer)
  })

  expect(clicks()).toBe(0)
})

test('a row of a list is found, opened and left by keys alone', async ({ signedIn: page }) => {
  expect((await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })).status).toBe(201)
  const { keys } = keyboardOf(page)
  await keys('g', 'l')
  const link = page.getByRole('row').getByRole('link', { name: group, exact: true })
  await expect(link).toBeVisible()
  await keys('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(group)
  await keys('Enter')
  await expect(page).toHaveURL(new RegExp(`search=${group}`))
  await keys('Escape', 'j')
  await expect(link).toBeFocused()
  await keys('Enter')
  await expect(page).toHaveURL(`/groups/${group}`)
})
