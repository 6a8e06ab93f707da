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

async function pushRevision(image: string, ifMatch?: number) {
  const saved = await api(`/api/v1/lane-groups/${group}`, {
    method: 'PUT',
    body: mall(group, { a: image }),
    ...(ifMatch !== undefined && { ifMatch }),
  })
  expect([200, 201], saved.text).toContain(saved.status)
  const liveImage = ifMatch === undefined ? null : imageOf('a', '1.1.0')
  expect(await versions()).toMatchObject({ image: imageOf('a', image), liveImage })
  const pushed = await api(`/api/v1/lane-groups/${group}/push`, { method: 'POST' })
  expect(await operationEnd(String((pushed.body.operation as { id: string }).id))).toBe('succeeded')
}

const revision = (page: Page, number: number) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${number}\\b`) }) })

test('an operator rolls back to an earlier revision by the page and has its images again', async ({
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
  await expect(dialog).toContainText(
    t('revisions.change.imageChanged', {
      lane: 'gray',
      application: 'spring-cloud-a',
      from: imageOf('a', '1.2.0'),
      to: imageOf('a', '1.1.0'),
    }),
  )
  await dialog.getByRole('button', { name: t('revisions.rollBack.confirm', { to: 1 }) }).click()
  await expect(page.getByText(t('push.succeededUndo', { revision: 3 }))).toBeVisible()

  expect(await laneImage('spring-cloud-a-gray')).toBe(imageOf('a', '1.1.0'))
  await expectAnswers('/A/a?group=gray', laneAnswer('gray'))
  await page.goto(`/groups/${group}/revisions`)
  await expect(revision(page, 3)).toContainText(t('revisions.causeName.rollback'))
  await expect(revision(page, 3)).toContainText(t('revisions.live'))
  await expect(revision(page, 2)).not.toContainText(t('revisions.live'))
})
