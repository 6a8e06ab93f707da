import type { Page } from '@playwright/test'
import type { Texts } from '../texts'

/** What is otherwise on the cluster, on the page of a group. */
export function driftPanel(page: Page, t: Texts) {
  const panel = page.getByRole('region', { name: t('drift.title'), exact: true })
  const row = (name: string, field: string) =>
    panel.getByRole('row').filter({ hasText: name }).filter({ hasText: field })
  return {
    panel,
    row,
    reapply: panel.getByRole('button', { name: t('drift.reapply') }),
    adopt: (name: string, field: string) =>
      row(name, field).getByRole('button', { name: new RegExp(`^${t('drift.adopt')}`) }),
    autoHeal: (what: 'switchOn' | 'switchOff') =>
      panel.getByRole('button', { name: t(`drift.${what}`), exact: true }),
  }
}
