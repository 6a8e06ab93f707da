import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, expect, type Page } from '@playwright/test'
import { type Locale, localeCookie, locales } from '@/lib/i18n/locales'
import { themeCookie } from '@/lib/i18n/theme'
import { mall } from './documents'
import { api, operationEnd, removeGroup, test } from './fixtures'
import { collectFaults, overflow, rawMessageKeys } from './page-faults'
import { signInPage } from './pages/sign-in-page'
import { admin, consoleUrl } from './server'
import { textsOf } from './texts'

const wide = { width: 1360, height: 860 }
const narrow = { width: 390, height: 844 }
const group = 'seen'
let operation = ''

test.beforeAll(async () => {
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(saved.status, saved.text).toBe(201)
  const pushed = await api(`/api/v1/lane-groups/${group}/push`, { method: 'POST' })
  operation = String((pushed.body.operation as { id: string }).id)
  expect(await operationEnd(operation)).toBe('succeeded')
  const changed = mall(group, { a: '1.2.0' })
  expect(
    (await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: changed, ifMatch: 1 })).status,
  ).toBe(200)
})

test.afterAll(() => removeGroup(group))

const pages = () => [
  '/',
  '/groups',
  '/groups?search=nothing',
  '/groups/new',
  `/groups/${group}`,
  `/groups/${group}/lanes/gray/spring-cloud-a`,
  `/groups/${group}/rules`,
  `/groups/${group}/move`,
  `/groups/${group}/plan`,
  `/groups/${group}/operations/${operation}`,
  `/groups/${group}/traffic`,
  `/groups/${group}/traffic?view=table`,
  `/groups/${group}/revisions?from=1&to=2`,
  '/clusters',
  '/clusters/import',
  '/clusters/apply',
]

async function expectNoFault(page: Page, faults: { take: () => string[] }, address: string) {
  await page.setViewportSize(wide)
  const answer = await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(told, `${address}: axe`).toEqual([])
  expect.soft(await rawMessageKeys(page), `${address}: keys of messages`).toEqual([])
  await page.setViewportSize(narrow)
  expect.soft(await overflow(page), `${address}: wider than ${narrow.width} px`).toBeLessThanOrEqual(0)
  expect.soft(faults.take(), `${address}: errors in the browser`).toEqual([])
  return answer
}

/** Goes through every page in a browser of its own, from signing in on. */
async function goThroughAll(browser: Browser, locale: Locale, theme: 'light' | 'dark') {
  const context = await browser.newContext({ baseURL: consoleUrl })
  await context.addCookies([
    { name: localeCookie, value: locale, url: consoleUrl },
    { name: themeCookie, value: theme, url: consoleUrl },
  ])
  const page = await context.newPage()
  const faults = await collectFaults(page)
  await expectNoFault(page, faults, '/sign-in')
  await signInPage(page, textsOf(locale)).signIn(admin)
  await page.waitForURL('/')
  await expect(page.locator('html')).toHaveAttribute('lang', locale)
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  for (const address of pages()) await expectNoFault(page, faults, address)
  await context.close()
}

for (const locale of locales)
  test(`every page is usable by all and free of errors, light and dark, ${locale}`, async ({ browser }) => {
    test.setTimeout(240_000)
    await Promise.all([goThroughAll(browser, locale, 'light'), goThroughAll(browser, locale, 'dark')])
  })

test('an address that is not there is answered with a page as good as the others', async ({
  signedIn: page,
}) => {
  const faults = await collectFaults(page)
  await page.goto('/groups/none-of-this-name')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(await rawMessageKeys(page)).toEqual([])
  await page.setViewportSize(narrow)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(faults.take().filter((fault) => !fault.includes('404'))).toEqual([])
})
