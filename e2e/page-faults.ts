import type { Page } from '@playwright/test'
import type { Namespace } from '@/lib/i18n/messages'

const namespaces: readonly Namespace[] = [
  'common',
  'shell',
  'signIn',
  'dashboard',
  'groups',
  'wizard',
  'clusters',
  'errors',
  'states',
  'group',
  'lanes',
  'rules',
  'simulator',
  'plan',
  'push',
  'traffic',
  'revisions',
  'imports',
  'apply',
  'move',
  'stale',
  'versionYaml',
]

/** Collects what a browser complains of: errors of scripts and of the console, and what the policy refused. */
export async function collectFaults(page: Page): Promise<{ take: () => string[] }> {
  let faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  await page.exposeFunction('tellViolation', (text: string) => faults.push(`policy: ${text}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = Reflect.get(window, 'tellViolation')
      if (typeof tell === 'function') tell(`${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return {
    take() {
      const taken = faults
      faults = []
      return taken
    },
  }
}

/** Keys of messages that stand on the page, seen or read out, instead of their texts. */
export async function rawMessageKeys(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const told = ['aria-label', 'title', 'placeholder', 'alt'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
    )
    return [document.title, document.body.innerText, ...told].join('\n')
  })
  const key = new RegExp(`(?<![\\w./-])(?:${namespaces.join('|')})(?:\\.[a-z][A-Za-z-]*)+(?![\\w/-])`, 'g')
  return texts.match(key) ?? []
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
