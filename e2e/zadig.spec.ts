import { expect, type Locator } from '@playwright/test'
import { clusterGet, patchByHand } from './cluster'
import { imageOf } from './documents'
import { api, removeGroup, test, throughGateway } from './fixtures'
import { groupPage } from './pages/group-page'
import { lanePage } from './pages/lane-page'
import { operationPage } from './pages/operation-page'
import { wizardPage } from './pages/wizard-page'
import { english as t } from './texts'

const group = 'zadig-gray'
const namespace = 'zadig'
const host = 'zadig.example.com'
const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`
const labelled = '?labelSelector=zadigx-release-type%3Dmse-gray'
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }

const startBase = async () => {
  for (const letter of ['a', 'b', 'c'])
    await patchByHand(`${deployments}/spring-cloud-${letter}`, { spec: { replicas: 1, ...patch.spec } })
  await expect.poll(() => chain({}), { timeout: 60_000 }).toBe('A -> B -> C')
}

/** Header, cookie and weight at once. The cookie leads to a lane of its own, so that an answer shows which of them decided. */
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
  const operation = operationPage(page, t)
  await startBase()

  await test.step('components, images, replicas and the rule are given in the wizard, and executed', async () => {
    const wizard = wizardPage(page, t)
    await page.goto('/groups/new')
    await wizard.namespace.selectOption(namespace)
    await expect(wizard.entry('spring-cloud-a')).toBeChecked()
    await wizard.name.fill(group)
    await wizard.tag.fill('gray')
    for (const letter of ['a', 'c'])
      await wizard.imageOf(`spring-cloud-${letter}`).fill(imageOf(letter, '1.1.0'))
    await wizard.replicasOf('spring-cloud-c').fill('2')
    await wizard.conditionSource.selectOption('header')
    await wizard.conditionName.fill('x-user-id')
    await wizard.conditionValue.fill('100')
    await wizard.pushAll.click()
    await expect(operation.succeeded(1)).toBeVisible({ timeout: 60_000 })
  })

  await test.step('the gray copies take the requests of the rule', async () => {
    expect([await chain({ 'x-user-id': '100' }), await chain({})]).toEqual([
      'Agray -> B -> Cgray',
      'A -> B -> C',
    ])
  })

  await test.step('every copy has the suffix and the labels of the release', async () => {
    const labels = { 'zadigx-release-version': 'gray', 'zadigx-release-type': 'mse-gray' }
    const metadata = (letter: string) => ({ name: `spring-cloud-${letter}-mse-gray`, labels })
    expect(await clusterGet(`${deployments}${labelled}`)).toMatchObject({
      items: [
        { metadata: metadata('a'), spec: { replicas: 1 } },
        { metadata: metadata('c'), spec: { replicas: 2 } },
      ],
    })
  })

  await test.step('production takes the images of the copies, and the copies stay until they go offline', async () => {
    const own = lanePage(page, t)
    await page.goto(`/groups/${group}/lanes/gray`)
    await own.promote.click()
    const dialog = page.getByRole('dialog', { name: t('lane.promote.title', { lane: 'gray' }) })
    await dialog.getByLabel(t('lane.promote.after'), { exact: true }).selectOption('keep')
    await dialog.getByRole('button', { name: t('lane.promote.confirm', { count: 2, lane: 'gray' }) }).click()
    await expect(operation.succeeded(2)).toBeVisible({ timeout: 120_000 })
    for (const letter of ['a', 'c']) {
      const base = await clusterGet(`${deployments}/spring-cloud-${letter}`)
      expect(JSON.stringify(base)).toContain(`"image":"${imageOf(letter, '1.1.0')}"`)
    }
    expect(await chain({ 'x-user-id': '100' })).toBe('Agray -> B -> Cgray')
    expect(await chain({})).toBe('A -> B -> C')
  })

  await test.step('offline takes only what has the tag', async () => {
    const lane = groupPage(page, t)
    await page.goto(`/groups/${group}`)
    await lane.more.click()
    await lane.removeLane('gray').click()
    await lane.confirmName('gray').fill('gray')
    await lane.confirmRemove('gray').click()
    await expect(operation.removed).toBeVisible({ timeout: 60_000 })
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
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: document })
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
    await tester.getByLabel(t('tester.count', { most: 1000 }), { exact: true }).fill('5')
    const send = tester.getByRole('button', { name: t('traffic.probe.send', { count: 5 }) })
    await paste(tester, "-H 'x-user-id: 105' -b 'user=always'")
    await send.click()
    await expect(tester.getByText(t('traffic.probe.progress', { done: 5, count: 5 }))).toBeVisible()
    await expect(tester.getByRole('row').filter({ hasText: /^gray/ })).toContainText('5')
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
