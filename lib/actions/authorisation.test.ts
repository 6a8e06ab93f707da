import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { authorisedMarkOf } from './authorised-mark'
import { httpMethods } from './openapi'

const app = path.resolve(import.meta.dirname, '../../app')

/** What anybody may call: there is no more. */
const publicRoutes = ['api/health/route.ts', 'api/ready/route.ts', 'api/v1/openapi.json/route.ts']
const publicActions = ['sign-in/actions.ts signInAction', 'sign-in/actions.ts signOutAction']
const publicPages = ['sign-in/page.tsx']
/** Exports of a route file that are settings of Next, not functions that answer. */
const settings = new Set(['dynamic', 'revalidate', 'runtime', 'maxDuration'])

const files = fs
  .readdirSync(app, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .sort()
const named = (pattern: RegExp) => files.filter((file) => pattern.test(file))
const textOf = (file: string) => fs.readFileSync(path.join(app, file), 'utf8')

async function exportsOf(file: string): Promise<[string, unknown][]> {
  return Object.entries(await import(path.join(app, file)))
}

describe('routes', () => {
  const routes = named(/(^|\/)route\.tsx?$/)

  test('are found', () => expect(routes.length).toBeGreaterThan(20))

  test.each(routes)('%s', async (file) => {
    const answering = (await exportsOf(file)).filter(([name]) => !settings.has(name))
    expect(answering.length).toBeGreaterThan(0)
    for (const [name, handler] of answering) {
      expect(httpMethods, `${name} is no method`).toContain(name)
      const mark = authorisedMarkOf(handler)
      expect(mark?.by, `${name} does not authorise itself`).toBe('route')
      expect(mark?.role === 'public', `${name} is ${mark?.role}`).toBe(publicRoutes.includes(file))
      if (name !== 'GET' && !/\/(plan|simulate)\//.test(file)) {
        expect(mark?.role, `${name} changes something for a viewer`).not.toBe('viewer')
      }
    }
  })
})

describe('server actions', () => {
  const declared = named(/\.tsx?$/).filter((file) => /^\s*['"]use server['"]/m.test(textOf(file)))
  const actions = named(/(^|\/)actions\.ts$/)

  test('stand in actions.ts only, which declares them', () => expect(declared).toEqual(actions))

  test.each(actions)('%s', async (file) => {
    for (const [name, action] of await exportsOf(file)) {
      const mark = authorisedMarkOf(action)
      expect(mark?.by, `${name} does not authorise itself`).toBe('action')
      expect(mark?.role === 'public', `${name} is ${mark?.role}`).toBe(
        publicActions.includes(`${file} ${name}`),
      )
    }
  })
})

describe('pages', () => {
  const pages = named(/(^|\/)page\.tsx$/)

  test('are found', () => expect(pages.length).toBeGreaterThan(3))

  test.each(pages.filter((file) => !publicPages.includes(file)))(
    '%s asks who is there before all else',
    (file) => {
      const body = /export default async function \w+\([\s\S]*?\) \{\n([\s\S]*)/.exec(textOf(file))?.[1] ?? ''
      const statements = body.split('\n').map((line) => line.trim())
      const asks = statements.findIndex((line) =>
        /^(const \w+ = )?await requirePage\('(viewer|operator|admin)'/.test(line),
      )
      expect(asks, 'no requirePage in the default export').toBeGreaterThanOrEqual(0)
      for (const line of statements.slice(0, asks)) {
        expect(line, 'only the address may be read before').toMatch(
          /^const .* = await (params|searchParams|Promise\.all\(\[params, searchParams\]\))$/,
        )
      }
    },
  )

  test.each(pages)('the title of %s says nothing that must be asked for', (file) => {
    const body = /export async function generateMetadata\([\s\S]*?\n\}\n/.exec(textOf(file))?.[0] ?? ''
    const called = [...body.matchAll(/(?<![.\w])([a-z]\w*)\(/g)].map(([, name]) => name)
    for (const name of called) expect(['generateMetadata', 't', 'getTranslations']).toContain(name)
  })
})
