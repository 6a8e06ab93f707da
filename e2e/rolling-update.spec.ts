import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { patchByHand, throughService } from './cluster'
import { api, test } from './fixtures'
import { hasKubectl, kubectl } from './kubectl'
import { english as t } from './texts'

const namespace = 'rolling'
const name = 'micro-api'
const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`
const imageOf = (version: string) =>
  `registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api:${version}-SNAPSHOT`
const waiting = `Waiting for deployment "${name}" rollout to finish: `
const done = `deployment "${name}" successfully rolled out`

/** The document's canary: the same selector, one more label on the pods, the image 1.3. */
const canary = {
  metadata: { labels: { app: name, track: 'canary' } },
  spec: {
    containers: [
      {
        name,
        image: imageOf('1.3'),
        imagePullPolicy: 'Always',
        tty: true,
        ports: [{ name: 'http', protocol: 'TCP', containerPort: 19090 }],
      },
    ],
  },
}

/** What the page's tester says of so many requests to the Service: how often each version answered. */
async function askOnPage(page: Page, count: number): Promise<Record<string, number>> {
  await page.getByLabel(t('tester.path'), { exact: true }).fill('/test/test')
  await page.getByLabel(t('tester.by'), { exact: true }).selectOption('regex')
  await page.getByLabel(t('tester.what.regex'), { exact: true }).fill('V\\d+')
  await page.getByLabel(t('tester.count', { most: 50 }), { exact: true }).fill(String(count))
  await page.getByRole('button', { name: t('rollout.tester.send', { count }), exact: true }).click()
  const results = page.getByRole('region', { name: t('rollout.tester.results'), exact: true })
  await expect(page.getByText(t('rollout.tester.answered', { answered: count, sent: count }))).toBeVisible({
    timeout: 20_000,
  })
  const rows = await results
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
    .all()
  const told = await Promise.all(
    rows.map(async (row) => [
      await row.getByRole('rowheader').innerText(),
      Number(await row.getByRole('cell').first().innerText()),
    ]),
  )
  return Object.fromEntries(told)
}

/** How many of so many requests to the Service the new version answers. */
async function newAnswers(count: number): Promise<number> {
  let found = 0
  for (let sent = 0; sent < count; sent++) {
    const answer = await throughService(name, 19090, '/test/test', namespace)
    expect(answer).not.toContain('"kind":"Status"')
    if (answer.includes('V3|')) found += 1
  }
  return found
}

const rollout = async () =>
  (await api(`/api/v1/clusters/sandbox/namespaces/${namespace}/deployments/${name}/rollout`)).body

/** Puts the demo back as it was found. */
async function putBack(): Promise<void> {
  const { containers } = canary.spec
  const template = {
    metadata: { labels: { track: null }, annotations: null },
    spec: { containers: containers.map((container) => ({ ...container, image: imageOf('1.0') })) },
  }
  const strategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }
  await patchByHand(deployment, {
    spec: { replicas: 0, paused: null, minReadySeconds: 5, strategy, template },
  })
  await expect.poll(async () => (await rollout()).state, { timeout: 60_000 }).toBe('complete')
}

const count = (page: Page, term: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(term, { exact: true }) })
    .locator('dd > span')
const dialogButton = (page: Page, label: string) =>
  page.getByRole('dialog').getByRole('button', { name: label, exact: true })

/** What the page says one after the other until it says `done`. */
async function sentencesUntilDone(page: Page): Promise<string[]> {
  const sentence = page.locator('header [aria-live]')
  const said: string[] = []
  await expect
    .poll(
      async () => {
        const text = (await sentence.textContent()) ?? ''
        if (said.at(-1) !== text) said.push(text)
        return text
      },
      { timeout: 90_000, intervals: [100] },
    )
    .toBe(done)
  return said
}

async function setStrategy(page: Page, values: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: t('rollout.strategyEdit'), exact: true }).click()
  for (const [field, value] of Object.entries(values))
    await page.getByRole('dialog').getByLabel(field).fill(value)
  await dialogButton(page, t('rollout.strategySave')).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

test.setTimeout(300_000)
test.afterEach(putBack)

test('the rolling update of the document: image, status, events, pause at 4/3, resume, and back', async ({
  signedIn: page,
}) => {
  await test.step('is found and scaled to 3/3', async () => {
    await page.goto('/clusters')
    await page.getByRole('link', { name: t('rollout.open'), exact: true }).click()
    await page.getByLabel(t('imports.namespace'), { exact: true }).selectOption(namespace)
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('button', { name: t('rollout.more'), exact: true }).click()
    await page.getByRole('menuitem', { name: t('rollout.scale') }).click()
    await page.getByRole('dialog').getByLabel(t('rollout.pods')).fill('3')
    await dialogButton(page, t('rollout.scaleTo', { from: 0, to: 3 })).click()
    await expect(page.getByText(`deployment.apps/${name} scaled`)).toBeVisible()
    await expect(count(page, 'READY')).toHaveText('3/3', { timeout: 30_000 })
    await sentencesUntilDone(page)
    await expect(page.getByText(/at least 2 answer and at most 4 stand/)).toBeVisible()
  })

  await test.step('takes an image, and says what kubectl says', async () => {
    await page.getByRole('button', { name: t('rollout.setImage'), exact: true }).click()
    const image = page.getByRole('dialog').getByLabel(t('rollout.imageOf', { container: name }))
    await expect(image).toHaveValue(imageOf('1.0'))
    await image.fill(imageOf('1.1'))
    await page.getByRole('dialog').getByLabel(t('rollout.changeCause')).fill('1.1 for all')
    await dialogButton(page, t('rollout.setImage')).click()
    await expect(page.getByText(`deployment.apps/${name} image updated`)).toBeVisible()
    const said = await sentencesUntilDone(page)
    expect(
      said.some((line) => line.startsWith(waiting)),
      said.join('\n'),
    ).toBe(true)
    const timeline = page.getByRole('region', { name: t('rollout.timeline'), exact: true })
    await expect(timeline).toContainText('▲')
    await expect(timeline).toContainText('▼')
    await expect(page.getByRole('cell', { name: '1.1 for all' })).toBeVisible()
  })

  await test.step('is paused in the middle: 4/3 is surge, half of the requests reach the new version', async () => {
    await patchByHand(deployment, { spec: { minReadySeconds: 30, template: canary } })
    await expect(count(page, 'UP-TO-DATE')).toHaveText('2', { timeout: 20_000 })
    await page.getByRole('button', { name: t('rollout.pause'), exact: true }).click()
    await expect(page.getByText(`deployment.apps/${name} paused`)).toBeVisible()
    await setStrategy(page, { minReadySeconds: '1' })
    await expect(count(page, 'READY')).toHaveText('4/3')
    await expect(count(page, 'UP-TO-DATE')).toHaveText('2')
    await expect(count(page, 'AVAILABLE')).toHaveText('4')
    await expect(page.getByText(t('rollout.surge', { count: 1, maxSurge: '1' }))).toBeVisible()
    await expect(
      page.getByText(/2 of 4 ready pods behind Service micro-api are new: expect 50(\.0)?\s?% /),
    ).toBeVisible()
    const pods = page.getByRole('region', { name: t('rollout.podsTitle'), exact: true })
    await expect(pods.getByRole('row').filter({ hasText: 'track=canary' })).toHaveCount(2)
    await expect(pods.getByRole('row').filter({ hasText: `app=${name}` })).toHaveCount(4)
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    const told = await askOnPage(page, 20)
    expect(Object.keys(told).sort()).toEqual(['V1', 'V3'])
  })

  await test.step('refuses meanwhile what kubectl refuses, and says why', async () => {
    await page.getByRole('button', { name: t('rollout.more'), exact: true }).click()
    const undo = page.getByRole('menuitem', { name: t('rollout.undo') })
    await expect(undo).toContainText(t('rollout.pausedFirst'))
    await page.keyboard.press('Escape')
  })

  await test.step('goes on to the end', async () => {
    await page.getByRole('button', { name: t('rollout.resume'), exact: true }).click()
    await sentencesUntilDone(page)
    await expect(count(page, 'READY')).toHaveText('3/3')
    expect(await askOnPage(page, 10)).toEqual({ V3: 10 })
  })

  await test.step('goes back to the revision before', async () => {
    await page.getByRole('button', { name: t('rollout.undoTo', { revision: 2 }), exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText(imageOf('1.1'))
    await dialogButton(page, t('rollout.undoTo', { revision: 2 })).click()
    await expect(page.getByText(`deployment.apps/${name} rolled back`)).toBeVisible()
    await sentencesUntilDone(page)
    await expect.poll(() => askOnPage(page, 5), { timeout: 20_000 }).toEqual({ V1: 5 })
  })

  await test.step('takes other bounds, and an image that is paused at its first step', async () => {
    await setStrategy(page, { maxSurge: '2', maxUnavailable: '0' })
    await expect(page.getByText(/at least 3 answer and at most 5 stand/)).toBeVisible()
    await page.getByRole('button', { name: t('rollout.setImage'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('rollout.imageOf', { container: name })).fill(imageOf('1.3'))
    await dialog.getByLabel(t('rollout.pauseAtFirstStep')).check()
    await dialogButton(page, t('rollout.setImage')).click()
    await expect(page.getByText(`deployment.apps/${name} image updated, and paused`)).toBeVisible()
    await expect(count(page, 'READY')).toHaveText('5/3', { timeout: 20_000 })
    expect(Object.keys(await askOnPage(page, 20)).sort()).toEqual(['V1', 'V3'])
    await page.getByRole('button', { name: t('rollout.resume'), exact: true }).click()
    await sentencesUntilDone(page)
    await expect(count(page, 'READY')).toHaveText('3/3')
  })

  await test.step('and new pods of the same image', async () => {
    const pods = page.getByRole('region', { name: t('rollout.podsTitle'), exact: true })
    const before = await pods.getByRole('rowheader').allInnerTexts()
    await page.getByRole('button', { name: t('rollout.more'), exact: true }).click()
    await page.getByRole('menuitem', { name: t('rollout.restart') }).click()
    await dialogButton(page, t('rollout.restartConfirm', { count: 3 })).click()
    await expect(page.getByText(`deployment.apps/${name} restarted`)).toBeVisible()
    const kept = async () =>
      (await pods.getByRole('rowheader').allInnerTexts()).filter((pod) => before.includes(pod))
    await expect.poll(kept, { timeout: 60_000 }).toEqual([])
    await sentencesUntilDone(page)
    expect(await askOnPage(page, 5)).toEqual({ V3: 5 })
  })
})

if (hasKubectl)
  test('the same told by kubectl, and the console says the same of it', async ({ signedIn: page }) => {
    const here = (...words: string[]) => kubectl([...words, '-n', namespace])
    await here('scale', `deployment/${name}`, '--replicas=3')
    await here('rollout', 'status', `deployment/${name}`, '--timeout=60s')
    expect(await here('set', 'image', `deployment/${name}`, `${name}=${imageOf('1.1')}`)).toBe(
      `deployment.apps/${name} image updated\n`,
    )
    const lines = await here('rollout', 'status', `deployment/${name}`, '--timeout=60s')
    expect(lines).toContain(waiting)
    expect(lines).toContain(done)
    expect((await rollout()).sentence).toBe(done)
    expect(await here('describe', 'deployment', name)).toMatch(
      /OldReplicaSets:.*\nNewReplicaSet: +micro-api-\w+ \(3\/3 replicas created\)/,
    )

    const patch = JSON.stringify({ spec: { minReadySeconds: 30, template: canary } })
    await here('patch', 'deployment', name, '--type=merge', '-p', patch)
    await expect.poll(async () => (await rollout()).counts, { timeout: 20_000 }).toMatchObject({ updated: 2 })
    expect(await here('rollout', 'pause', `deployment/${name}`)).toBe(`deployment.apps/${name} paused\n`)
    await here('patch', 'deployment', name, '--type=merge', '-p', '{"spec":{"minReadySeconds":1}}')
    const list = () => here('get', 'deployments', name, '--no-headers')
    await expect.poll(list, { timeout: 20_000 }).toMatch(/^micro-api +4\/3 +2 +4 /)
    expect((await here('get', 'pods', '-l', 'track=canary', '--no-headers')).trim().split('\n')).toHaveLength(
      2,
    )
    await page.goto(`/clusters/deployments/sandbox/${namespace}/${name}`)
    await expect(count(page, 'READY')).toHaveText('4/3')
    expect(await rollout()).toMatchObject({
      state: 'paused',
      shares: [{ service: name, newReady: 2, oldReady: 2, othersReady: 0 }],
    })

    expect(await here('rollout', 'resume', `deployment/${name}`)).toBe(`deployment.apps/${name} resumed\n`)
    await here('rollout', 'status', `deployment/${name}`, '--timeout=60s')
    expect(await newAnswers(10)).toBe(10)
    expect(await here('rollout', 'undo', `deployment/${name}`)).toBe(`deployment.apps/${name} rolled back\n`)
    await here('rollout', 'status', `deployment/${name}`, '--timeout=60s')
    await expect(page.getByText(imageOf('1.1')).first()).toBeVisible()
    await sentencesUntilDone(page)
  })
