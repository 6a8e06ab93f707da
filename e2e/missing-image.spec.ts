import { expect } from '@playwright/test'
import { baselineAnswer, expectAnswers } from './chain'
import { clusterNames, clusterPicture } from './cluster'
import { mall } from './documents'
import { api, removeGroup, test } from './fixtures'
import { operationPage } from './pages/operation-page'
import { english as t } from './texts'

test.afterEach(() => removeGroup('no-image'))

test('an image that cannot be pulled is told with pod and reason, takes no request, and abort restores', async ({
  signedIn: page,
}) => {
  const operation = operationPage(page, t)
  const before = await clusterPicture()
  const ingresses = await clusterNames('ingresses')
  const saved = await api('/api/v1/lane-groups/no-image', {
    method: 'PUT',
    body: mall('no-image', { c: '1.1.0-missing' }),
  })
  expect(saved.status, saved.text).toBe(201)

  await page.goto('/groups/no-image/plan')
  await page.getByRole('button', { name: t('plan.push', { count: 5 }) }).click()
  await expect(operation.steps).toBeVisible()

  const pod = /spring-cloud-c-gray-[a-z0-9]+-[a-z0-9]+/
  const waiting = page.getByRole('status').filter({ hasText: t('push.waiting.pods.title') })
  await expect(waiting).toContainText(pod, { timeout: 5_000 })
  await expect(waiting).toContainText(/ErrImagePull|ImagePullBackOff/)
  await expect(waiting).not.toContainText('spring-cloud-a-gray')

  await expectAnswers('/A/a?group=gray', baselineAnswer, 5)
  expect(await clusterNames('ingresses')).toEqual(ingresses)
  expect(await clusterNames('services')).not.toContain('spring-cloud-a-gray')

  await operation.abort.click()
  const dialog = page.getByRole('dialog', { name: t('lane.dialog.abort.title') })
  await dialog.getByLabel(t('lane.confirm.reason')).fill('no such image')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(operation.abort).toBeFocused()
  await operation.abort.press('Enter')
  await dialog.getByRole('button', { name: t('lane.dialog.abort.confirm') }).click()
  await expect(page.getByText(t('push.succeededUndoFirst'))).toBeVisible()
  expect(await clusterPicture()).toEqual(before)
})
