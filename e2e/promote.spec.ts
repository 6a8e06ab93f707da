import { expect } from '@playwright/test'
import { baselineAnswer, expectAnswers, laneAnswer } from './chain'
import { clusterNames, laneImage, rolledOut } from './cluster'
import { imageOf, mall } from './documents'
import { api, operationEnd, removeGroup, test, throughGateway } from './fixtures'
import { lanePage } from './pages/lane-page'
import { operationPage } from './pages/operation-page'
import { english as t } from './texts'

const group = 'promoted'
const lane = 'gray'

test.setTimeout(180_000)
test.afterEach(() => removeGroup(group))

/** Asks without a pause for as long as it is to; whatever was not answered as it should is kept. */
function constantRequests() {
  const failed: string[] = []
  let asked = 0
  let isOn = true
  const done = (async () => {
    while (isOn) {
      for (const query of ['', '?group=gray']) {
        const { status, body } = await throughGateway(`/A/a${query}`)
        asked += 1
        if (status !== 200 || !/^A(gray)?\[.*-> B\[.*-> C(gray)?\[/.test(body))
          failed.push(`${status} ${body}`)
      }
    }
  })()
  return {
    async stop() {
      isOn = false
      await done
      return { asked, failed }
    },
  }
}

test('the production release of a lane: its images become the baseline, the gray is destroyed, and all of it can be undone', async ({
  signedIn: page,
}) => {
  const operation = operationPage(page, t)
  const own = lanePage(page, t)
  const before = await clusterNames('deployments')
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(saved.status, saved.text).toBe(201)
  const pushed = await api(`/api/v1/lane-groups/${group}/push`, { method: 'POST' })
  expect(await operationEnd(String((pushed.body.operation as { id: string }).id))).toBe('succeeded')
  await expectAnswers('/A/a?group=gray', laneAnswer(lane))

  await test.step('what will be released is shown from old to new before it is pressed', async () => {
    await page.goto(`/groups/${group}/lanes/${lane}`)
    await own.promote.click()
    const dialog = page.getByRole('dialog', { name: t('lane.promote.title', { lane }) })
    for (const letter of ['a', 'c'])
      for (const tag of ['1.0.0', '1.1.0']) await expect(dialog).toContainText(imageOf(letter, tag))
    await dialog.getByLabel(t('lane.promote.after'), { exact: true }).selectOption('clean')
    const requests = constantRequests()
    await dialog.getByRole('button', { name: t('lane.promote.confirm', { count: 2, lane }) }).click()
    const waits = operation.steps.getByRole('listitem').filter({ hasText: t('push.step.wait-baselines') })
    const { from, to } = { from: imageOf('a', '1.0.0'), to: imageOf('a', '1.1.0') }
    await expect(waits.first()).toContainText(`${from} → ${to}`, { timeout: 60_000 })
    await expect(waits.getByRole('link', { name: 'spring-cloud-a', exact: true })).toHaveAttribute(
      'href',
      /\/clusters\/deployments\/sandbox\/default\/spring-cloud-a$/,
    )
    await expect(operation.succeeded(2)).toBeVisible({ timeout: 120_000 })
    const { asked, failed } = await requests.stop()
    expect(failed).toEqual([])
    expect(asked).toBeGreaterThan(20)
  })

  await test.step('all requests go to production, and the gray versions are gone while the lane is kept', async () => {
    for (const letter of ['a', 'c']) {
      await rolledOut(`spring-cloud-${letter}`, 1)
      expect(await laneImage(`spring-cloud-${letter}`)).toBe(imageOf(letter, '1.1.0'))
    }
    await expectAnswers('/A/a?group=gray', baselineAnswer, 5)
    expect(await clusterNames('deployments')).toEqual(before)
    await page.goto(`/groups/${group}/lanes/${lane}`)
    await expect(own.state('cleaned')).toBeVisible()
    await expect(own.shared.getByText('spring-cloud-c', { exact: true })).toBeVisible()
    const { body } = await api(`/api/v1/lane-groups/${group}`)
    expect(body.document).toMatchObject({
      spec: { lanes: [{ tag: lane, versions: [{}, {}] }], rules: [{ name: 'testers' }] },
    })
  })

  await test.step('the pages of the lane lead to the rollout of each baseline', async () => {
    await own.matrix
      .getByRole('link', { name: t('lane.matrix.rolloutOf', { name: 'spring-cloud-a' }), exact: true })
      .click()
    await expect(page.getByRole('heading', { name: 'spring-cloud-a' })).toBeVisible()
    await page.goBack()
  })

  await test.step('an emergency roll back brings the old images and the lane again', async () => {
    await own.emergency.click()
    const dialog = page.getByRole('dialog', { name: t('lane.emergency.title') })
    await expect(dialog.getByLabel(t('lane.emergency.to'), { exact: true })).toHaveValue('1')
    await dialog.getByRole('button', { name: t('lane.emergency.revision', { revision: 1 }) }).click()
    await expect(page.getByText(t('push.succeededUndo', { revision: 3 }))).toBeVisible({ timeout: 120_000 })
    for (const letter of ['a', 'c'])
      expect(await laneImage(`spring-cloud-${letter}`)).toBe(imageOf(letter, '1.0.0'))
    await expectAnswers('/A/a?group=gray', laneAnswer(lane))
    await expectAnswers('/A/a', baselineAnswer)
  })
})
