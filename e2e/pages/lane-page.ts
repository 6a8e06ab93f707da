import type { Page } from '@playwright/test'
import type { Texts } from '../texts'

/** What stands on the page of one lane. */
export function lanePage(page: Page, t: Texts, lane = 'gray') {
  const strip = page.getByRole('region', { name: t('lane.strip', { lane }) })
  return {
    strip,
    park: strip.getByRole('button', { name: t('lane.action.park', { lane }), exact: true }),
    resume: strip.getByRole('button', { name: t('lane.action.resume', { lane }), exact: true }),
    promote: strip.getByRole('button', { name: t('lane.action.promote', { lane }), exact: true }),
    more: strip.getByRole('button', { name: t('lane.more', { lane }) }),
    item: (action: 'park' | 'resume' | 'promote' | 'clean' | 'abort' | 'remove') =>
      page.getByRole('menuitem', { name: t(`lane.action.${action}`, { lane }) }),
    emergency: strip.getByRole('button', { name: t('lane.emergency.button') }),
    undo: (did: 'park' | 'resume') =>
      strip.getByRole('button', { name: t(`lane.undo.${did}.undo`, { lane }) }),
    state: (name: 'live' | 'parked' | 'draft' | 'cleaned') =>
      strip.getByText(t(`states.lane.${name}`), { exact: true }),
    matrix: page.getByRole('region', { name: t('lane.matrix.title') }),
    objects: page.getByRole('region', { name: t('lane.objects.title') }),
    shared: page.getByRole('region', { name: t('lane.objects.shared') }),
    timeline: page.getByRole('region', { name: t('lane.timeline.title') }),
    stuck: page.getByRole('region', { name: t('stuck.title') }),
    /** The lane's own version of an application, below the baseline's. */
    row: (application: string) =>
      page
        .getByRole('region', { name: t('lane.matrix.title') })
        .getByRole('rowgroup')
        .filter({ has: page.getByRole('rowheader', { name: application, exact: true }) })
        .getByRole('row')
        .last(),
  }
}
