import { expect } from '@playwright/test'
import { betweenRequests } from '@/lib/between-requests'
import { baselineAnswer, expectAnswers, laneAnswer } from './chain'
import { clusterNames, laneIdentity } from './cluster'
import { findConsole } from './console-process'
import { mall } from './documents'
import { api, operationEnd, removeGroup, test, throughGateway } from './fixtures'
import { operationPage } from './pages/operation-page'
import { english as t } from './texts'

const group = 'killed'

test.afterEach(() => removeGroup(group))

/** Sends baseline requests one after the other until it is stopped; gives the answers that were not right. */
function keepAsking(): { stop: () => Promise<{ sent: number; wrong: string[] }> } {
  let going = true
  const result = { sent: 0, wrong: [] as string[] }
  const asked = (async () => {
    while (going) {
      const { status, body } = await throughGateway('/A/a').catch((error) => ({
        status: 0,
        body: `${error}`,
      }))
      result.sent++
      if (status !== 200 || !baselineAnswer.test(body)) result.wrong.push(`${status} ${body}`)
      await betweenRequests()
    }
  })()
  return {
    stop: async () => {
      going = false
      await asked
      return result
    },
  }
}

test('a console killed in the middle of a push comes back and ends the same push, nothing made twice', async ({
  signedIn: page,
}) => {
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(saved.status, saved.text).toBe(201)
  const asking = keepAsking()
  const before = findConsole().pid
  await page.goto(`/groups/${group}/plan`)
  await page.getByRole('button', { name: t('plan.push', { count: 5 }) }).click()
  await expect.poll(() => clusterNames('deployments'), { intervals: [10] }).toContain('spring-cloud-a-gray')
  process.kill(before, 'SIGKILL')
  const killedAt = Date.now()
  const { uid } = await laneIdentity('spring-cloud-a-gray')
  expect(await clusterNames('ingresses'), 'it was killed before the end').not.toContain('spring-cloud-a-gray')

  await expect
    .poll(() =>
      api('/api/ready').then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200)
  const backAt = Date.now()
  expect(findConsole().pid).not.toBe(before)
  await page.waitForURL(/\/operations\//)
  const id = page.url().split('/').at(-1) ?? ''
  expect(await operationEnd(id)).toBe('succeeded')
  await expect(operationPage(page, t).succeeded(1)).toBeVisible()

  const { body } = await api(`/api/v1/operations/${id}`)
  const finishedAt = Date.parse(String(body.finishedAt))
  expect(finishedAt).toBeGreaterThan(killedAt)
  // What the page needs to find its way back to the operation is not counted.
  expect(finishedAt - backAt, 'it ended soon after the start').toBeLessThan(5_000)
  expect(await laneIdentity('spring-cloud-a-gray')).toMatchObject({ uid, generation: 1 })
  expect(await laneIdentity('spring-cloud-c-gray')).toMatchObject({ generation: 1 })
  const { sent, wrong } = await asking.stop()
  expect(wrong).toEqual([])
  expect(sent).toBeGreaterThan(20)
  await expectAnswers('/A/a?group=gray', laneAnswer('gray'))
})
