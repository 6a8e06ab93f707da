import { expect, type Page } from '@playwright/test'
import type { Texts } from '../texts'

const columns = ['share', 'expected', 'interval', 'requests'] as const

type Versions = readonly (readonly [application: string, lane: string])[]

/** Shares and figures of each version; the figures are read from the table, the twin of the bars. */
export function trafficPage(page: Page, t: Texts) {
  const table = page.getByRole('region', { name: t('traffic.tableLabel') })
  const versionName = (lane: string) => (lane === 'baseline' ? t('traffic.baselineName') : lane)
  const figure = (application: string, lane: string, column: (typeof columns)[number]) =>
    table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: application, exact: true }) })
      .filter({ has: page.getByRole('cell', { name: versionName(lane), exact: true }) })
      .getByRole('cell')
      .nth(1 + columns.indexOf(column))
  const counts = (versions: Versions) =>
    Promise.all(
      versions.map(async ([application, lane]) =>
        Number((await figure(application, lane, 'requests').innerText()).replace(/\D/g, '')),
      ),
    )
  return {
    bars: page.getByRole('region', { name: t('traffic.barsLabel') }),
    showTable: page.getByText(t('traffic.table'), { exact: true }),
    showTableControl: page.getByRole('radio', { name: t('traffic.table') }),
    figure,
    /** The requests of some versions, in their order. */
    counts,
    /** The same once nothing has come for two seconds, in which every request before is told. */
    async settledCounts(versions: Versions) {
      let last: number[] = []
      let since = 0
      const stands = async () => {
        const now = await counts(versions)
        if (now.join() !== last.join()) since = performance.now()
        last = now
        return performance.now() - since
      }
      await expect.poll(stands, { intervals: [100] }).toBeGreaterThan(2_000)
      return last
    },
  }
}
