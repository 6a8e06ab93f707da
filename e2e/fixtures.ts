import { test as base, type Cookie, type Page } from '@playwright/test'
import { admin, consoleUrl, gatewayUrl, token } from './server'

/** A call of the API as a machine makes it. */
export async function api(
  path: string,
  options: { method?: string; body?: unknown; ifMatch?: number; yaml?: string } = {},
): Promise<{ status: number; body: Record<string, unknown>; text: string }> {
  const response = await fetch(`${consoleUrl}${path}`, {
    method: options.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(options.body !== undefined ? { 'content-type': 'application/json' } : {}),
      ...(options.yaml !== undefined ? { 'content-type': 'application/yaml' } : {}),
      ...(options.ifMatch !== undefined ? { 'if-match': `"${options.ifMatch}"` } : {}),
    },
    body: options.yaml ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return { status: response.status, body: isJson ? JSON.parse(text) : {}, text }
}

/** One request through the demo's gateway, with keep-alive off so that each is a connection of its own. */
export async function throughGateway(
  path: string,
  { at = gatewayUrl, headers = {} }: { at?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: string }> {
  const { request } = await import('node:http')
  const url = new URL(path, at)
  return new Promise((resolve, reject) => {
    request(url, { headers: { host: 'example.com', ...headers }, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: body.trim() }))
    })
      .on('error', reject)
      .end()
  })
}

/** Waits until the operation has ended and gives its state. */
export async function operationEnd(id: string): Promise<string> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const { body } = await api(`/api/v1/operations/${id}`)
    const state = String(body.state)
    if (['succeeded', 'failed', 'aborted'].includes(state)) return state
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`operation ${id} did not end`)
}

/** Removes a group with everything it made. */
export async function removeGroup(name: string): Promise<void> {
  const { status, body } = await api(`/api/v1/lane-groups/${name}?retire=true`, { method: 'DELETE' })
  if (status === 202) await operationEnd(String((body.operation as { id: string }).id))
}

/** `signedIn` is the administrator's page; signing in itself is told by the stories that begin with it. */
export const test = base.extend<{ signedIn: Page }, { session: Cookie[] }>({
  session: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: consoleUrl })
      const page = await context.newPage()
      await page.goto('/sign-in')
      await page.getByLabel(/e-?mail|邮箱/i).fill(admin.email)
      await page.getByLabel(/password|密码/i).fill(admin.password)
      await page.getByRole('button', { name: /sign in|登录/i }).click()
      await page.waitForURL('/')
      await use(await context.cookies())
      await context.close()
    },
    { scope: 'worker' },
  ],
  signedIn: async ({ context, page, session }, use) => {
    await context.addCookies(session)
    await page.goto('/')
    await use(page)
  },
})
