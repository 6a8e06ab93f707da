import { expect } from '@playwright/test'
import { clusterGet, patchByHand } from './cluster'
import { imageOf } from './documents'
import { api, operationEnd, removeGroup, test, throughGateway } from './fixtures'
import { operationPage } from './pages/operation-page'
import { english as t } from './texts'

const group = 'zadig-gray'
const namespace = 'zadig'
const host = 'zadig.example.com'
const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`
const labelled = '?labelSelector=zadigx-release-type%3Dmse-gray'
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }

const document = {
  apiVersion: 'lanekeeper.io/v1',
  kind: 'LaneGroup',
  metadata: { name: group },
  spec: {
    cluster: 'sandbox',
    namespace,
    convention: 'zadig',
    applications: ['a', 'b', 'c'].map((letter) => ({
      name: `spring-cloud-${letter}`,
      deployment: `spring-cloud-${letter}`,
      ...(letter === 'a' && { service: { name: 'spring-cloud-a', port: 20001 } }),
    })),
    entries: [
      {
        name: 'web',
        provider: 'mse',
        application: 'spring-cloud-a',
        host,
        paths: [{ path: '/', type: 'Prefix' }],
      },
    ],
    lanes: [
      {
        tag: 'gray',
        versions: ['a', 'c'].map((letter) => ({
          application: `spring-cloud-${letter}`,
          image: imageOf(letter, '1.1.0'),
          replicas: 1,
          patch,
        })),
      },
    ],
    rules: [
      {
        name: 'testers',
        match: [[{ source: 'header', name: 'x-user-id', operator: 'exact', value: '100' }]],
        targets: [{ lane: 'gray', weight: 100 }],
      },
    ],
  },
}

async function chain(user: string): Promise<string> {
  const { body } = await throughGateway('/A/a', { headers: { host, 'x-user-id': user } })
  return body.replace(/\[[^\]]*\]/g, '')
}

test.setTimeout(240_000)
test.afterEach(async () => {
  await removeGroup(group)
  for (const letter of ['a', 'b', 'c'])
    await patchByHand(`${deployments}/spring-cloud-${letter}`, { spec: { replicas: 0 } })
})

test('the Zadig document: gray copies by suffix and labels, a header rule, offline by tag', async ({
  signedIn: page,
}) => {
  for (const letter of ['a', 'b', 'c'])
    await patchByHand(`${deployments}/spring-cloud-${letter}`, { spec: { replicas: 1 } })
  await expect.poll(() => chain('7'), { timeout: 30_000 }).toBe('A -> B -> C')

  await test.step('the gray copies are made and take the requests of the rule', async () => {
    const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: document })
    expect(saved.status, saved.text).toBe(201)
    await page.goto(`/groups/${group}/plan`)
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operationPage(page, t).succeeded(1)).toBeVisible({ timeout: 60_000 })
    expect([await chain('100'), await chain('7')]).toEqual(['Agray -> B -> Cgray', 'A -> B -> C'])
  })

  await test.step('every copy has the suffix and the labels of the release', async () => {
    const made = JSON.stringify(await clusterGet(`${deployments}${labelled}`))
    for (const name of ['spring-cloud-a-mse-gray', 'spring-cloud-c-mse-gray'])
      expect(made).toContain(`"${name}"`)
    expect(made).toContain('"zadigx-release-version":"gray"')
  })

  await test.step('offline takes only what has the tag', async () => {
    const removed = await api(`/api/v1/lane-groups/${group}/lanes/gray/remove`, { method: 'POST' })
    expect(await operationEnd((removed.body.operation as { id: string }).id)).toBe('succeeded')
    expect(await clusterGet(`${deployments}${labelled}`)).toMatchObject({ items: [] })
    expect(await chain('100')).toBe('A -> B -> C')
  })
})
