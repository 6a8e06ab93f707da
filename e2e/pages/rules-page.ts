import { expect, type Page } from '@playwright/test'
import type { Texts } from '../texts'

/** The last rule, which takes everyone whom no other takes, and the way from it to the plan. */
export function rulesPage(page: Page, t: Texts) {
  const everyone = page
    .getByRole('region', { name: t('rules.title') })
    .getByRole('listitem')
    .filter({ has: page.getByText(t('rules.everyone'), { exact: true }) })
    .last()
  const nameOf = (lane: string) => (lane === 'baseline' ? t('rules.baselineName') : lane)
  const weight = (lane: string) => everyone.getByLabel(t('rules.weightOf', { lane: nameOf(lane) }))
  return {
    weight,
    /** Changes weights from what they are to what they shall be, and goes to the plan. */
    async move(group: string, weights: Record<string, readonly [from: number, to: number]>): Promise<void> {
      await page.goto(`/groups/${group}/rules`)
      for (const [lane, [from, to]] of Object.entries(weights)) {
        await expect(weight(lane)).toHaveValue(String(from))
        await weight(lane).fill(String(to))
      }
      await page.getByRole('button', { name: t('rules.saveAndPlan') }).click()
      await expect(page).toHaveURL(`/groups/${group}/plan`)
    },
  }
}
