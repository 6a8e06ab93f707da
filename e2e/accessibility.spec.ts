import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { localeCookie } from '@/lib/i18n/locales'
import { type Theme, themeCookie } from '@/lib/i18n/theme'
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

// By far the longest story: each of its tests goes to whichever worker is free, with a group of its own.
test.describe.configure({ mode: 'parallel' })

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
  `/groups/${group}/lanes/gray`,
  `/groups/${group}/lanes/gray/spring-cloud-a`,
  `/groups/${group}/rules`,
  `/groups/${group}/move`,
  `/groups/${group}/plan`,
  `/groups/${group}/operations/${operation}`,
  `/groups/${group}/traffic`,
  `/groups/${group}/traffic?view=table`,
  `/groups/${group}/revisions?from=1&to=2`,
  '/clusters',
  '/clusters/deployments?namespace=rolling',
  '/clusters/deployments/sandbox/default/spring-cloud-a',
  '/clusters/governance',
  '/clusters/credentials',
  '/clusters/import',
  '/clusters/apply',
]

const ofColours = ['color-contrast', 'link-in-text-block']

/** What axe objects to; `rules` are all that it knows unless they are named. */
async function axe(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames, so that the parts need no second page to be put together in.
  // Of what holds nothing is asked but that it does: to name every element is most of the work.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

/** Does what the control for the theme does, and waits until no colour moves any more. */
async function changeTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((name) => {
    document.documentElement.dataset.theme = name
  }, theme)
  await page.waitForFunction(
    () => !document.getAnimations().some((animation) => animation instanceof CSSTransition),
  )
}

async function expectNoFault(
  page: Page,
  faults: { take: () => string[] },
  { address, drawn, changed }: { address: string; drawn: Theme; changed: Theme },
) {
  await page.setViewportSize(wide)
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', drawn)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  expect.soft(await axe(page), `${address}, ${drawn}: axe`).toEqual([])
  expect.soft(await rawMessageKeys(page), `${address}: keys of messages`).toEqual([])
  await changeTheme(page, changed)
  expect.soft(await axe(page, ofColours), `${address}, ${changed}: axe`).toEqual([])
  await page.setViewportSize(narrow)
  expect.soft(await overflow(page), `${address}: wider than ${narrow.width} px`).toBeLessThanOrEqual(0)
  expect.soft(faults.take(), `${address}: errors in the browser`).toEqual([])
}

for (const [locale, drawn, changed] of [
  ['en', 'light', 'dark'],
  ['zh-CN', 'dark', 'light'],
] as const)
  test(`every page is usable by all and free of errors, light and dark, ${locale}`, async ({
    context,
    page,
  }) => {
    test.setTimeout(240_000)
    await context.addCookies([
      { name: localeCookie, value: locale, url: consoleUrl },
      { name: themeCookie, value: drawn, url: consoleUrl },
    ])
    const faults = await collectFaults(page)
    await expectNoFault(page, faults, { address: '/sign-in', drawn, changed })
    await signInPage(page, textsOf(locale)).signIn(admin)
    await page.waitForURL('/')
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    for (const address of pages()) {
      await expectNoFault(page, faults, { address, drawn, changed })
    }
  })

test('an address that is not there is answered with a page as good as the others', async ({
  signedIn: page,
}) => {
  const faults = await collectFaults(page)
  await page.goto('/groups/none-of-this-name')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await axe(page)).toEqual([])
  expect(await rawMessageKeys(page)).toEqual([])
  await page.setViewportSize(narrow)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(faults.take().filter((fault) => !fault.includes('404'))).toEqual([])
})
