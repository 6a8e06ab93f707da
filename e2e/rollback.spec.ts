import { expect, type Page } from '@playwright/test'
import { expectAnswers, laneAnswer } from './chain'
import { laneImage } from './cluster'
import { imageOf, mall } from './documents'
import { api, operationEnd, removeGroup, test } from './fixtures'
import { english as t } from './texts'

const group = 'back'

test.afterEach(() => removeGroup(group))

/** The versions of the lane as the API tells them, what is asked for beside what runs. */
async function versions() {
  const { body } = await api(`/api/v1/lane-groups/${group}`)
  const { status } = body as {
    status: { lanes: { applications: { image: string; liveImage: string | null }[] }[] }
  }
  return status.lanes[0]?.applications[0]
}

async function saveRevision(image: string, ifMatch?: number) {
  const saved = await api(`/api/v1/lane-groups/${group}`, {
    method: 'PUT',
    body: mall(group, { a: image }),
    ...(ifMatch !== undefined && { ifMatch }),
  })
  expect([200, 201], saved.text).toContain(saved.status)
}

async function pushRevision(image: string, ifMatch?: number) {
  await saveRevision(image, ifMatch)
  const liveImage = ifMatch === undefined ? null : imageOf('a', '1.1.0')
  expect(await versions()).toMatchObject({ image: imageOf('a', image), liveImage })
  const pushed = await api(`/api/v1/lane-groups/${group}/push`, { method: 'POST' })
  expect(await operationEnd(String((pushed.body.operation as { id: string }).id))).toBe('succeeded')
}

const revision = (page: Page, number: number) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${number}\\b`) }) })

test('an operator rolls back by the page, looks again after somebody else saved, and has the images again', async ({
  signedIn: page,
}) => {
  await pushRevision('1.1.0')
  await pushRevision('1.2.0', 1)
  expect(await laneImage('spring-cloud-a-gray')).toBe(imageOf('a', '1.2.0'))

  await page.goto(`/groups/${group}/revisions`)
  await expect(revision(page, 2)).toContainText(t('revisions.live'))
  await revision(page, 1)
    .getByRole('button', { name: t('revisions.rollBackTo', { number: 1 }) })
    .click()
  const dialog = page.getByRole('dialog', { name: t('revisions.rollBack.title', { from: 2, to: 1 }) })
  await dialog.getByLabel(t('lane.confirm.reason')).fill('2 is slow')
  await expect(dialog).toContainText(
    t('revisions.change.imageChanged', {
      lane: 'gray',
      application: 'spring-cloud-a',
      from: imageOf('a', '1.2.0'),
      to: imageOf('a', '1.1.0'),
    }),
  )
  await saveRevision('1.3.0', 2)
  const other = page.getByRole('dialog', { name: t('revisions.rollBack.title', { from: 3, to: 1 }) })
  await expect(other.getByRole('status')).toContainText(t('lane.stale.title'))
  await expect(other.getByRole('status')).toContainText(imageOf('a', '1.3.0'))
  const confirm = other.getByRole('button', { name: t('revisions.rollBack.confirm', { to: 1 }) })
  await expect(confirm).toHaveAccessibleDescription(t('lane.confirm.stale'))
  await confirm.click({ force: true })
  await other.getByRole('button', { name: t('lane.stale.take') }).click()
  await expect(other).toContainText(t('revisions.rollBack.body', { from: 3, to: 1, next: 4 }))
  await expect(other.getByLabel(t('lane.confirm.reason'))).toHaveValue('2 is slow')
  await confirm.click()
  await expect(page.getByText(t('push.succeededUndo', { revision: 4 }))).toBeVisible()

  expect(await laneImage('spring-cloud-a-gray')).toBe(imageOf('a', '1.1.0'))
  await expectAnswers('/A/a?group=gray', laneAnswer('gray'))
  await page.goto(`/groups/${group}/revisions`)
  await expect(revision(page, 4)).toContainText(t('revisions.causeName.rollback'))
  await expect(revision(page, 4)).toContainText('2 is slow')
  await expect(revision(page, 4)).toContainText(t('revisions.live'))
  await expect(revision(page, 2)).not.toContainText(t('revisions.live'))
})
