import type { Page } from '@playwright/test'
import type { Texts } from '../texts'

/** What stands above every page of a group. */
export function groupPage(page: Page, t: Texts) {
  return {
    tab: (name: 'overview' | 'rules' | 'plan' | 'traffic' | 'revisions') =>
      page
        .getByRole('navigation', { name: t('group.tabs') })
        .getByRole('link', { name: t(`group.tab.${name}`) }),
    more: page.getByRole('button', { name: t('group.more') }),
    removeLane: (lane: string) => page.getByRole('menuitem', { name: t('lanes.remove.menu', { lane }) }),
    confirmName: (lane: string) => page.getByLabel(t('lane.confirm.type', { tag: lane })),
    confirmRemove: (lane: string) =>
      page.getByRole('button', { name: t('lane.dialog.remove.confirm', { lane }), exact: true }),
  }
}
