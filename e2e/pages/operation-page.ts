import type { Page } from '@playwright/test'
import type { Texts } from '../texts'

/** A running or finished change, object by object. */
export function operationPage(page: Page, t: Texts) {
  const steps = page.getByRole('list', { name: t('push.steps') })
  return {
    steps,
    /** The last line about an object: it may be written in one step and waited for in another. */
    object: (kind: string, name: string) =>
      steps
        .getByRole('listitem')
        .filter({ hasNot: page.getByRole('list') })
        .filter({ has: page.getByText(kind, { exact: true }) })
        .filter({ has: page.getByText(name, { exact: true }) })
        .last(),
    succeeded: (revision: number) => page.getByText(t('push.succeeded', { revision })),
    removed: page.getByText(t('push.succeededRemove')),
    seeTraffic: page.getByRole('link', { name: t('push.seeTraffic') }),
    abort: page.getByRole('button', { name: t('push.abort') }),
  }
}
