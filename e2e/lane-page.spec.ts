import { expect, type Page } from '@playwright/test'
import { baselineAnswer, expectAnswers, laneAnswer } from './chain'
import { clusterNames, laneImage, setImageByHand } from './cluster'
import { imageOf, mall } from './documents'
import { api, operationEnd, removeGroup, test } from './fixtures'
import { keyboardOf } from './keyboard'
import { lanePage } from './pages/lane-page'
import { english as t } from './texts'

const group = 'lane-page'
const address = `/groups/${group}/lanes/gray`

test.beforeEach(async () => {
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(saved.status, saved.text).toBe(201)
  expect(await started('push')).toBe('succeeded')
})
test.afterEach(() => removeGroup(group))

/** Does something by the API, as a colleague would, and waits for its end. */
async function started(path: string): Promise<string> {
  const { body } = await api(`/api/v1/lane-groups/${group}/${path}`, { method: 'POST' })
  return operationEnd(String((body.operation as { id: string }).id))
}

async function rename(title: string, ifMatch: number) {
  const document = mall(group)
  const body = { ...document, spec: { ...document.spec, title } }
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body, ifMatch })
  expect(saved.status, saved.text).toBe(200)
}

const operations = async () => (await api(`/api/v1/operations?group=${group}`)).body.items

const dialogOf = (page: Page) => page.getByRole('dialog')

test('an operator parks a lane by one click, looks on, and takes it back by another', async ({
  signedIn: page,
}) => {
  const lane = lanePage(page, t)
  await test.step('comes from the list of lanes', async () => {
    await page.goto(`/groups/${group}`)
    await page.getByRole('rowheader').getByRole('link', { name: 'gray' }).click()
    await expect(page).toHaveURL(address)
    await expect(lane.state('live')).toBeVisible()
    await expect(lane.row('spring-cloud-a')).toContainText('1/1')
    await expect(lane.row('spring-cloud-a')).toContainText('1.1.0')
    await expect(lane.row('spring-cloud-b')).toContainText(t('lane.matrix.fallsBack'))
    await expect(lane.objects.getByText('spring-cloud-a-gray').first()).toBeVisible()
    await expect(lane.objects.getByText(t('lane.objects.action.unchanged')).first()).toBeVisible()
    await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 3)
  })

  await test.step('parks it: replicas 0, the objects and the rule stay', async () => {
    await lane.more.click()
    await lane.item('park').click()
    await expect(lane.state('parked')).toBeVisible()
    await expect(lane.strip).toContainText(t('lane.undo.park.done', { lane: 'gray' }))
    await expect(lane.row('spring-cloud-a')).toContainText('0/0')
    await expectAnswers('/A/a?group=gray', baselineAnswer, 3)
    expect(await clusterNames('deployments')).toContain('spring-cloud-a-gray')
    const { body } = await api(`/api/v1/lane-groups/${group}`)
    const { rules } = (body.document as { spec: { rules: { name: string }[] } }).spec
    expect(rules.map(({ name }) => name)).toContain('testers')
  })

  await test.step('undoes it', async () => {
    await lane.undo('park').click()
    await expect(lane.strip).toContainText(t('lane.undo.resume.done', { lane: 'gray' }))
    await expect(lane.state('live')).toBeVisible()
    await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 3)
  })

  await test.step('reads what happened, merged and filtered', async () => {
    await expect(lane.timeline).toContainText(t('revisions.change.laneParked', { lane: 'gray' }))
    await expect(lane.timeline).toContainText(t('revisions.change.laneResumed', { lane: 'gray' }))
    await lane.timeline.getByText(t('lane.timeline.show.cluster'), { exact: true }).click()
    await expect(lane.timeline).toContainText('ScalingReplicaSet')
    await expect(lane.timeline).not.toContainText(t('revisions.change.laneParked', { lane: 'gray' }))
  })
})

test('a decision upon a world that is gone is refused, says what changed and keeps what was typed', async ({
  signedIn: page,
}) => {
  const lane = lanePage(page, t)
  await page.goto(address)
  await lane.more.click()
  await lane.item('remove').click()
  const dialog = dialogOf(page)
  const confirm = dialog.getByRole('button', { name: t('lane.dialog.remove.confirm', { lane: 'gray' }) })
  await expect(confirm).toHaveAccessibleDescription(t('lane.confirm.mismatch', { tag: 'gray' }))
  await dialog.getByLabel(t('lane.confirm.type', { tag: 'gray' })).fill('gray')
  await dialog.getByLabel(t('lane.confirm.reason')).fill('no longer needed')
  await rename('renamed meanwhile', 1)

  await expect(dialog.getByRole('status')).toContainText(t('lane.stale.title'))
  await expect(dialog.getByRole('status')).toContainText('renamed meanwhile')
  await expect(confirm).toHaveAccessibleDescription(t('lane.confirm.stale'))
  const before = await operations()
  await confirm.click({ force: true })
  expect(await operations()).toEqual(before)

  await dialog.getByRole('button', { name: t('lane.stale.take') }).click()
  await expect(dialog.getByLabel(t('lane.confirm.type', { tag: 'gray' }))).toHaveValue('gray')
  await expect(dialog.getByLabel(t('lane.confirm.reason'))).toHaveValue('no longer needed')
  await confirm.click()
  await expect(page.getByText(t('push.succeededRemove'))).toBeVisible()
  const { body } = await api(`/api/v1/audit?kind=LaneGroup&name=${group}&limit=1`)
  expect(body.items).toMatchObject([{ action: 'start-remove', reason: 'no longer needed' }])
})

test('the emergency roll back is there in every state, by keys alone', async ({ signedIn: page }) => {
  const lane = lanePage(page, t)
  const keyboard = keyboardOf(page)
  const document = mall(group, { a: '1.2.0-missing' })
  await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: document, ifMatch: 1 })
  await api(`/api/v1/lane-groups/${group}/push`, { method: 'POST' })

  await page.goto(address)
  await expect(lane.stuck).toContainText(t('stuck.cause.imagePull'))
  await expect(lane.stuck).toContainText(/spring-cloud-a-gray-[a-z0-9]+-[a-z0-9]+/)
  await expect(lane.stuck).toContainText(t('stuck.next.imagePull'))
  await keyboard.press(lane.emergency)
  const dialog = dialogOf(page)
  await expect(dialog).toContainText(t('lane.emergency.abort', { revision: 1 }))
  await keyboard.press(dialog.getByRole('button', { name: t('lane.emergency.abort', { revision: 1 }) }))
  await expect(page.getByText(t('push.succeededUndo', { revision: 1 }))).toBeVisible()
  await expectAnswers('/A/a?group=gray', laneAnswer('gray'), 3)

  await page.goto(address)
  await expect(lane.row('spring-cloud-a')).toContainText('1.1.0')
  await expect(lane.stuck).toBeHidden()
  await keyboard.press(lane.emergency)
  await keyboard.press(
    dialogOf(page).getByRole('button', { name: t('lane.emergency.revision', { revision: '1' }) }),
  )
  await expect(page.getByText(t('push.succeededUndo', { revision: 3 }))).toBeVisible()

  expect(await started('lanes/gray/park')).toBe('succeeded')
  await page.goto(address)
  await expect(lane.state('parked')).toBeVisible()
  await expect(lane.emergency).not.toHaveAttribute('aria-disabled', 'true')
  await keyboard.press(lane.resume)
  await expect(lane.state('live')).toBeVisible()
})

test('an operator makes the versions of a lane the baseline, and takes it back', async ({
  signedIn: page,
}) => {
  const lane = lanePage(page, t)
  await page.goto(address)
  await lane.promote.click()
  const dialog = dialogOf(page)
  const row = dialog.getByRole('row').filter({ hasText: 'spring-cloud-a' })
  await expect(row.first()).toContainText(imageOf('a', '1.0.0'))
  await expect(row.first()).toContainText(imageOf('a', '1.1.0'))
  const strategy = dialog.getByLabel(t('lane.promote.strategy'), { exact: true })
  await strategy.selectOption({ label: t('lane.promote.strategyName.switch') })
  const confirm = dialog.getByRole('button', { name: t('lane.promote.confirm', { count: 2, lane: 'gray' }) })
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await strategy.selectOption({ label: t('lane.promote.strategyName.image') })
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true')
  const byHand = { application: 'spring-cloud-a', seen: imageOf('a', '1.0.0'), now: imageOf('a', '1.0.9') }
  await setImageByHand('spring-cloud-a', byHand.now)
  await expect(dialog.getByRole('status')).toContainText(t('lane.promote.moved', byHand))
  await expect(row.first()).toContainText(byHand.seen)
  await expect(confirm).toHaveAccessibleDescription(t('lane.confirm.stale'))
  await dialog.getByRole('button', { name: t('lane.stale.take') }).click()
  await expect(row.first()).toContainText(byHand.now)
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true')
  await confirm.click()
  await expect(page.getByText(t('push.succeeded', { revision: 2 }))).toBeVisible({ timeout: 60_000 })
  expect(await laneImage('spring-cloud-a')).toBe(imageOf('a', '1.1.0'))
  await expectAnswers('/A/a?group=gray', baselineAnswer, 3)

  await page.goto(address)
  await expect(lane.state('parked')).toBeVisible()
  await expect(lane.row('spring-cloud-a')).toContainText('1.1.0')
  await lane.emergency.click()
  await dialog.getByRole('button', { name: t('lane.emergency.revision', { revision: '1' }) }).click()
  await expect(page.getByText(t('push.succeededUndo', { revision: 3 }))).toBeVisible({ timeout: 60_000 })
  expect(await laneImage('spring-cloud-a')).toBe(imageOf('a', '1.0.0'))
})
