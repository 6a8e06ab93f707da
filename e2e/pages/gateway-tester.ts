import { expect, type Page } from '@playwright/test'
import type { Texts } from '../texts'

/** Real requests through a group's entry, and the versions that answer by what a regular expression finds. */
export function gatewayTester(page: Page, t: Texts) {
  const region = page.getByRole('region', { name: t('traffic.probe.title') })
  const tally = region.getByRole('region', { name: t('traffic.probe.tally'), exact: true })
  return {
    region,
    /** What one version's row says: answers, share, expected share, verdict, interval. */
    row: (version: string) =>
      tally
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: version, exact: true }) })
        .getByRole('cell')
        .allInnerTexts(),
    async ask(path: string, pattern: string, count: number): Promise<void> {
      await region.getByLabel(t('tester.path'), { exact: true }).fill(path)
      await region.getByLabel(t('tester.by'), { exact: true }).selectOption('regex')
      await region.getByLabel(t('tester.what.regex'), { exact: true }).fill(pattern)
      await region.getByLabel(t('tester.count', { most: 1000 }), { exact: true }).fill(String(count))
      await region.getByRole('button', { name: t('traffic.probe.send', { count }) }).click()
      await expect(region.getByText(t('traffic.probe.progress', { done: count, count }))).toBeVisible({
        timeout: 20_000,
      })
    },
  }
}
