import { expect } from '@playwright/test'
import { mall } from './documents'
import { api, removeGroup, test } from './fixtures'
import { signInPage } from './pages/sign-in-page'
import { addViewer, viewer } from './people'
import { consoleUrl, token } from './server'
import { english as t } from './texts'

const group = 'guarded'
const pages = [
  '/',
  '/groups',
  '/groups/new',
  '/clusters',
  '/clusters/deployments',
  '/clusters/deployments/sandbox/default/nacos-server',
  '/clusters/import',
  '/clusters/apply',
  ...['', '/rules', '/move', '/plan', '/traffic', '/revisions', '/lanes/gray'].map(
    (tab) => `/groups/${group}${tab}`,
  ),
]

test.beforeAll(async () => {
  const saved = await api(`/api/v1/lane-groups/${group}`, { method: 'PUT', body: mall(group) })
  expect(saved.status, saved.text).toBe(201)
  await addViewer()
})
test.afterAll(() => removeGroup(group))

for (const address of pages)
  test(`${address} shows nothing to a stranger and leads to signing in`, async () => {
    const bare = await fetch(`${consoleUrl}${address}`, { redirect: 'manual' })
    expect(bare.status).toBe(307)
    const next = address === '/' ? '' : `?next=${encodeURIComponent(address)}`
    expect(bare.headers.get('location')).toBe(`/sign-in${next}`)
    const told = (await bare.text()).replaceAll(address, '').replaceAll(encodeURIComponent(address), '')
    expect(told).not.toContain('spring-cloud')
  })

test('who signs in is brought to the page that was wanted', async ({ page }) => {
  const wanted = `/groups/${group}/traffic?window=900`
  await page.goto(wanted)
  await expect(page).toHaveURL(/\/sign-in/)
  await signInPage(page, t).signIn(viewer)
  await expect(page).toHaveURL(wanted)
})

test('a viewer sees everything, can change nothing and is told why', async ({ page }) => {
  await page.goto(`/groups/${group}/plan`)
  await signInPage(page, t).signIn(viewer)
  const push = page.getByRole('button', { name: t('plan.push', { count: 5 }) })
  await expect(push).toHaveAttribute('aria-disabled', 'true')
  await expect(push).toHaveAccessibleDescription(t('group.needsRole'))
  await push.click({ force: true })
  await expect(page).toHaveURL(`/groups/${group}/plan`)
  const refused = await page.request.post(`/api/v1/lane-groups/${group}/push`, {
    headers: { origin: consoleUrl },
  })
  expect(refused.status()).toBe(403)
  expect((await api(`/api/v1/operations?group=${group}`)).body.items).toEqual([])
})

test('a change with a cookie needs the Origin of this console', async ({ signedIn: page }) => {
  const simulate = (headers: Record<string, string>) =>
    page.request.post(`/api/v1/lane-groups/${group}/push`, { headers })
  expect((await simulate({})).status(), 'no Origin').toBe(403)
  expect((await simulate({ origin: 'http://evil.example' })).status(), 'a foreign one').toBe(403)
  expect((await api(`/api/v1/operations?group=${group}`)).body.items).toEqual([])
})

test('a body that is too large, or YAML with aliases, is refused by what it is', async () => {
  const large = { ...mall('large'), padding: 'x'.repeat(300_000) }
  expect((await api('/api/v1/lane-groups/large', { method: 'PUT', body: large })).status).toBe(413)
  const yaml = 'apiVersion: &a lanekeeper.io/v1\nkind: *a\n'
  const aliased = await api('/api/v1/lane-groups/aliased', { method: 'PUT', yaml })
  expect(aliased.status).toBe(400)
  expect(aliased.text).toContain('anchors are not allowed')
  const unsent = await fetch(`${consoleUrl}/api/v1/lane-groups/cut`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"apiVersion":',
  })
  expect(unsent.status).toBe(400)
})
