import type { Page } from '@playwright/test'
import type { Texts } from '../texts'

/** What was found in a namespace and can become a lane group. */
export function importPage(page: Page, t: Texts) {
  return {
    card: (name: string) => page.getByRole('article', { name }),
    takes: (name: string) =>
      page.getByRole('article', { name }).getByRole('region', { name: t('imports.takes') }),
    stays: (name: string) =>
      page.getByRole('article', { name }).getByRole('region', { name: t('imports.stays') }),
    name: page.getByLabel(t('imports.name')),
    submit: page.getByRole('button', { name: t('imports.import'), exact: true }),
  }
}
