import { expect } from '@playwright/test'
import { formatShare } from '@/components/ui/format-share'
import { baselineAnswer, expectAnswers, laneAnswer } from './chain'
import { countClicks } from './clicks'
import { clusterPicture } from './cluster'
import { imageOf } from './documents'
import { removeGroup, test } from './fixtures'
import { groupPage } from './pages/group-page'
import { operationPage } from './pages/operation-page'
import { signInPage } from './pages/sign-in-page'
import { trafficPage } from './pages/traffic-page'
import { wizardPage } from './pages/wizard-page'
import { admin } from './server'
import { textsOf } from './texts'

const most = 12
const applications = ['spring-cloud-a', 'spring-cloud-b', 'spring-cloud-c']
const made = [
  ['Deployment', 'spring-cloud-a-gray', 'ready'],
  ['Deployment', 'spring-cloud-c-gray', 'ready'],
  ['Service', 'spring-cloud-a-gray', 'ready'],
  ['Ingress', 'spring-cloud-a-gray', 'created'],
  ['Ingress', 'spring-cloud-a', 'configured'],
] as const
const counted = [
  ['spring-cloud-a', 'gray'],
  ['spring-cloud-c', 'gray'],
  ['spring-cloud-a', 'baseline'],
  ['spring-cloud-c', 'baseline'],
  ['spring-cloud-b', 'baseline'],
] as const

for (const { locale, language, group } of [
  { locale: 'en', language: 'en-GB', group: 'story' },
  { locale: 'zh-CN', language: 'zh-CN', group: 'story-zh' },
] as const)
  test.describe(`in ${language}`, () => {
    const t = textsOf(locale)
    test.use({ locale: language })
    test.setTimeout(180_000)
    test.afterEach(() => removeGroup(group))

    test('an operator opens a lane, pushes it, sees its traffic and closes it', async ({ page }) => {
      const clicks = await countClicks(page)
      const before = await clusterPicture()
      const wizard = wizardPage(page, t)
      const operation = operationPage(page, t)
      const traffic = trafficPage(page, t)
      const lane = groupPage(page, t)
      await expectAnswers('/A/a?group=gray', baselineAnswer)

      await test.step('signs in', async () => {
        await page.goto('/')
        await signInPage(page, t).signIn(admin)
        await expect(page.getByRole('heading', { level: 1, name: t('dashboard.title') })).toBeVisible()
      })

      await test.step('fills in the wizard', async () => {
        await page.getByRole('link', { name: t('dashboard.newGroup') }).click()
        await expect(wizard.entry('spring-cloud-a')).toBeChecked()
        for (const name of applications) await expect(wizard.application(name)).toBeChecked()
        await expect(wizard.application('spring-cloud-zuul')).not.toBeChecked()
        await wizard.name.fill(group)
        await wizard.imageOf('spring-cloud-a').fill(':1.1.0')
        await wizard.imageOf('spring-cloud-c').fill(imageOf('c', '1.1.0'))
        await expect(wizard.tag).toHaveValue('gray')
        await wizard.conditionName.fill('group')
        await wizard.conditionValue.fill('gray')
      })

      await test.step('tries requests in the simulator', async () => {
        const hop = (application: string, own: boolean) =>
          t('simulator.hopsInWords', {
            application,
            lane: own ? 'gray' : t('simulator.baselineName'),
            fallback: own ? 'no' : 'yes',
          })
        const way = [hop('spring-cloud-a', true), hop('spring-cloud-b', false), hop('spring-cloud-c', true)]
        await wizard.partName.fill('group')
        await wizard.partValue.fill('gray')
        await expect(wizard.simulator.getByRole('img', { name: way.join('; '), exact: true })).toBeVisible()
        await wizard.partValue.fill('blue')
        await expect(wizard.simulator.getByText(t('simulator.decidedNone'))).toBeVisible()
      })

      await test.step('saves and reads the plan: objects, differences, order', async () => {
        await expect(wizard.push(made.length)).toBeVisible()
        await wizard.save.click()
        const changes = page.getByRole('list', { name: t('plan.changes') }).getByRole('button')
        await expect(changes).toHaveCount(made.length)
        for (const [index, [kind, name]] of made.entries())
          await expect(changes.nth(index)).toContainText(`${kind} ${name}`)
        await expect(page.getByText(imageOf('a', '1.1.0')).first()).toBeVisible()
        await page.getByRole('button', { name: t('plan.push', { count: made.length }) }).click()
      })

      await test.step('watches each object go live', async () => {
        for (const [kind, name, result] of made)
          await expect(operation.object(kind, name)).toContainText(t(`states.object.${result}`))
        await expect(operation.succeeded(1)).toBeVisible()
        await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 3)
        await expectAnswers('/A/a', baselineAnswer, 3)
      })

      await test.step('sees every request on the traffic page within two seconds', async () => {
        await operation.seeTraffic.click()
        await expect(traffic.bars).toBeVisible()
        await traffic.showTable.click()
        const counts = await traffic.settledCounts(counted)
        await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 9)
        await expectAnswers('/A/a', baselineAnswer, 15)
        const now = counts.map((count, index) => count + (index < 2 ? 9 : index < 4 ? 15 : 24))
        await expect.poll(() => traffic.counts(counted), { timeout: 2_000, intervals: [100] }).toEqual(now)
        const [grayA = 0, grayC = 0, baselineA = 0, baselineC = 0] = now
        await expect(traffic.figure('spring-cloud-a', 'gray', 'share')).toHaveText(
          formatShare(grayA / (grayA + baselineA), locale),
        )
        await expect(traffic.figure('spring-cloud-a', 'gray', 'expected')).toHaveText(
          t('traffic.byCondition'),
        )
        await expect(traffic.figure('spring-cloud-c', 'baseline', 'share')).toHaveText(
          formatShare(baselineC / (grayC + baselineC), locale),
        )
      })

      await test.step('removes the lane and leaves the cluster as it was', async () => {
        await lane.more.click()
        await lane.removeLane('gray').click()
        await lane.confirmName('gray').fill('gray')
        await lane.confirmRemove('gray').click()
        await expect(operation.removed).toBeVisible({ timeout: 60_000 })
        expect(await clusterPicture()).toEqual(before)
        await expectAnswers('/A/a?group=gray', baselineAnswer)
      })

      expect(clicks()).toBeLessThanOrEqual(most)
      expect(clicks(), 'the clicks were counted').toBeGreaterThan(5)
    })
  })
