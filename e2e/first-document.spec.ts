import { expect, type Page } from '@playwright/test'
import { clusterGet, laneImage } from './cluster'
import { imageOf } from './documents'
import { api, operationEnd, removeGroup, test } from './fixtures'
import { lanePage } from './pages/lane-page'
import { operationPage } from './pages/operation-page'
import { zuulUrl } from './server'
import { english as t } from './texts'

const group = 'first-document'
const deployments = '/apis/apps/v1/namespaces/default/deployments'
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
const version = (letter: string) => ({
  application: `spring-cloud-${letter}`,
  image: imageOf(letter, '1.1.0'),
  replicas: 1,
  patch,
})

/** Tag routing of an application behind the demo's own gateway: who is called xiaoming goes to the gray version of A. */
function documentOf(letters: readonly string[], passTag: boolean) {
  return {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: group },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      applications: ['a', 'b', 'c'].map((letter) => ({
        name: `spring-cloud-${letter}`,
        deployment: `spring-cloud-${letter}`,
      })),
      entries: [{ name: 'zuul', provider: 'mse-agent', application: 'spring-cloud-a' }],
      lanes: [{ tag: 'gray', passTag, versions: letters.map(version) }],
      rules: [
        {
          name: 'testers',
          match: [[{ source: 'query', name: 'name', operator: 'exact', value: 'xiaoming' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
      ],
    },
  }
}

/** Calls from the page "service call" that the demo's own gateway serves, and gives the chain that it shows. */
async function callFrom(servicePage: Page, name: string): Promise<string> {
  await servicePage.goto(zuulUrl)
  await servicePage.getByLabel('Path').fill(`/A/a?name=${name}`)
  await servicePage.getByRole('button', { name: 'Start call' }).click()
  await servicePage.waitForURL(/call=/)
  return (await servicePage.getByRole('status').innerText()).replace(/\[[^\]]*\]/g, '')
}

async function save(letters: readonly string[], passTag: boolean, ifMatch?: number): Promise<void> {
  const saved = await api(`/api/v1/lane-groups/${group}`, {
    method: 'PUT',
    body: documentOf(letters, passTag),
    ...(ifMatch !== undefined && { ifMatch }),
  })
  expect([200, 201], saved.text).toContain(saved.status)
}

test.setTimeout(240_000)
test.afterEach(() => removeGroup(group))

test('the first document: tag routing of A, B without and with pass-through, promoted and parked at the end', async ({
  signedIn: page,
  context,
}) => {
  const operation = operationPage(page, t)
  const servicePage = await context.newPage()
  const call = (name: string) => callFrom(servicePage, name)
  const push = async (revision: number) => {
    await page.goto(`/groups/${group}/plan`)
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operation.succeeded(revision)).toBeVisible({ timeout: 60_000 })
  }

  await test.step('the applications run, and everybody is on the stable version', async () => {
    const services = JSON.stringify(await clusterGet('/api/v1/namespaces/default/services'))
    expect(services).toContain('"zuul-slb"')
    expect(await call('xiaoming')).toBe('A -> B -> C')
  })

  await test.step('a gray version of A with its rule', async () => {
    await save(['a'], true)
    await push(1)
    expect([await call('xiaoming'), await call('other')]).toEqual(['Agray -> B -> C', 'A -> B -> C'])
  })

  await test.step('a gray version of B takes nothing before pass-through is on', async () => {
    await save(['a', 'b'], false, 1)
    await push(2)
    expect(await call('xiaoming')).toBe('Agray -> B -> C')
  })

  await test.step('with pass-through the whole chain follows', async () => {
    await save(['a', 'b'], true, 2)
    await push(3)
    expect([await call('xiaoming'), await call('other')]).toEqual(['Agray -> Bgray -> C', 'A -> B -> C'])
  })

  await test.step('the images go to the baseline, the gray versions to no pods, and the rule stays', async () => {
    const own = lanePage(page, t)
    await page.goto(`/groups/${group}/lanes/gray`)
    await own.promote.click()
    const dialog = page.getByRole('dialog', { name: t('lane.promote.title', { lane: 'gray' }) })
    await dialog.getByRole('button', { name: t('lane.promote.confirm', { count: 2, lane: 'gray' }) }).click()
    await expect(operation.succeeded(4)).toBeVisible({ timeout: 120_000 })
    for (const letter of ['a', 'b']) {
      expect(await laneImage(`spring-cloud-${letter}`)).toBe(imageOf(letter, '1.1.0'))
      const gray = await clusterGet(`${deployments}/spring-cloud-${letter}-gray`)
      expect(gray).toMatchObject({ spec: { replicas: 0 } })
    }
    expect(await call('xiaoming')).toBe('A -> B -> C')
    const { body } = await api(`/api/v1/lane-groups/${group}`)
    expect(body.document).toMatchObject({ spec: { rules: [{ name: 'testers' }] } })
  })

  await test.step('the next time one resumes; and a roll back brings the old images again', async () => {
    const own = lanePage(page, t)
    await page.goto(`/groups/${group}/lanes/gray`)
    await own.resume.click()
    await expect(own.state('live')).toBeVisible({ timeout: 60_000 })
    await expect.poll(() => call('xiaoming'), { timeout: 30_000 }).toBe('Agray -> Bgray -> C')
    const back = await api(`/api/v1/lane-groups/${group}/rollback`, { method: 'POST', body: { revision: 3 } })
    expect(await operationEnd(String((back.body.operation as { id: string }).id))).toBe('succeeded')
    for (const letter of ['a', 'b'])
      expect(await laneImage(`spring-cloud-${letter}`)).toBe(imageOf(letter, '1.0.0'))
  })
})
