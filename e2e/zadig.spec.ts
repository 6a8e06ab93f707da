import { expect, type Locator } from '@playwright/test'
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

const startBase = async () => {
  for (const letter of ['a', 'b', 'c'])
    await patchByHand(`${deployments}/spring-cloud-${letter}`, { spec: { replicas: 1 } })
  await expect.poll(() => chain({}), { timeout: 30_000 }).toBe('A -> B -> C')
}

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

/**
 * Header, cookie and weight at once. The cookie leads to a lane of its own, so that an answer shows which of them decided.
 */
const dimensions = {
  ...document,
  spec: {
    ...document.spec,
    lanes: [
      ...document.spec.lanes,
      {
        tag: 'blue',
        versions: [{ application: 'spring-cloud-b', image: imageOf('b', '1.1.0'), replicas: 1, patch }],
      },
    ],
    rules: [
      {
        name: 'testers',
        match: [[{ source: 'header', name: 'x-user-id', operator: 'regex', value: '10[0-9]' }]],
        targets: [{ lane: 'gray', weight: 100 }],
      },
      {
        name: 'cookie',
        match: [[{ source: 'cookie', name: 'user', operator: 'exact', value: 'always' }]],
        targets: [{ lane: 'blue', weight: 100 }],
      },
      {
        name: 'everyone',
        targets: [
          { lane: 'baseline', weight: 50 },
          { lane: 'gray', weight: 50 },
        ],
      },
    ],
  },
}

async function chain(headers: Record<string, string>): Promise<string> {
  const { body } = await throughGateway('/A/a', { headers: { host, ...headers } })
  return body.replace(/\[[^\]]*\]/g, '')
}

/** Every chain that so many requests took, each once. */
async function chains(headers: Record<string, string>, count: number): Promise<string[]> {
  const seen = new Set<string>()
  for (let sent = 0; sent < count; sent++) seen.add(await chain(headers))
  return [...seen].sort()
}

/** Gives a form of requests a curl command, as a user pastes it. */
async function paste(form: Locator, options: string): Promise<void> {
  await form.getByRole('button', { name: t('simulator.pasteCurl') }).click()
  await form.getByLabel(t('simulator.curl'), { exact: true }).fill(`curl ${options} http://${host}/A/a`)
  await form.getByRole('button', { name: t('simulator.curlRead') }).click()
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
  await startBase()

  await test.step('the gray copies are made and take the requests of the rule', async () => {
    const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: document })
    expect(saved.status, saved.text).toBe(201)
    await page.goto(`/groups/${group}/plan`)
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operationPage(page, t).succeeded(1)).toBeVisible({ timeout: 60_000 })
    expect([await chain({ 'x-user-id': '100' }), await chain({})]).toEqual([
      'Agray -> B -> Cgray',
      'A -> B -> C',
    ])
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
    expect(await chain({ 'x-user-id': '100' })).toBe('A -> B -> C')
  })
})

test('the Zadig document: the header goes before the cookie, and the cookie before the weight', async ({
  signedIn: page,
}) => {
  await startBase()
  const [gray, blue, base] = ['Agray -> B -> Cgray', 'A -> Bblue -> C', 'A -> B -> C']
  const header = { 'x-user-id': '105' }
  const cookie = { cookie: 'user=always' }
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: dimensions })
  expect(saved.status, saved.text).toBe(201)

  await test.step('the three are pushed, the header by a pattern', async () => {
    await page.goto(`/groups/${group}/plan`)
    await page.getByRole('button', { name: /^Push / }).click()
    await expect(operationPage(page, t).succeeded(1)).toBeVisible({ timeout: 60_000 })
    const ingresses = JSON.stringify(
      await clusterGet(`/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`),
    )
    for (const kept of ['canary-by-header-pattern":"', 'canary-by-cookie":"user"', 'canary-weight":"50"'])
      expect(ingresses).toContain(kept)
  })

  await test.step('each decides only where none before it does', async () => {
    expect(await chains(header, 5)).toEqual([gray])
    expect(await chains({ ...header, ...cookie }, 5)).toEqual([gray])
    expect(await chains({ 'x-user-id': '110', ...cookie }, 5)).toEqual([blue])
    expect(await chains(cookie, 5)).toEqual([blue])
    expect(await chains({}, 40)).toEqual([base, gray])
  })

  await test.step('requests that the console itself sends are answered the same', async () => {
    await page.goto(`/groups/${group}/traffic`)
    const tester = page.getByRole('region', { name: t('traffic.probe.title') })
    await tester.getByLabel(t('traffic.probe.count'), { exact: true }).fill('5')
    const send = tester.getByRole('button', { name: t('traffic.probe.send', { count: 5 }) })
    await paste(tester, "-H 'x-user-id: 105' -b 'user=always'")
    await send.click()
    await expect(tester.getByText(t('traffic.probe.progress', { done: 5, count: 5 }))).toBeVisible()
    await expect(tester.getByRole('listitem').filter({ hasText: /^gray/ })).toContainText('5')
    await paste(tester, "-b 'user=always'")
    await send.click()
    await expect(tester.getByText(/^A\[.*-> Bblue\[.*-> C\[/)).toBeVisible()
  })

  await test.step('the rules page names the rule that decides', async () => {
    await page.goto(`/groups/${group}/rules`)
    const simulator = page.getByRole('region', { name: t('simulator.title') })
    await paste(simulator, "-H 'x-user-id: 105' -b 'user=always'")
    await expect(simulator).toContainText('rule 1 testers')
    await paste(simulator, "-H 'x-user-id: 110' -b 'user=always'")
    await expect(simulator).toContainText('rule 2 cookie')
    await paste(simulator, '')
    await expect(simulator).toContainText(t('simulator.decidedEveryone'))
    await expect(simulator).toContainText('50 %')
  })

  await test.step('an order that the gateway does not keep is refused, and says which it keeps', async () => {
    await page.getByRole('button', { name: t('rules.moveUp', { rule: 'cookie' }) }).click()
    const precedence = t('checks.orderByKind')
    const names = { rule: 'cookie', otherRule: 'testers', gateway: 'MSE Ingress', precedence }
    await expect(page.getByText(t('checks.gatewayOrder', names))).toBeVisible()
    await expect(page.getByRole('button', { name: t('rules.save'), exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  })
})
