import type { Page } from '@playwright/test'

/** Counts what a hand does with the pointer, in every document of the page. */
export async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0
  await page.exposeFunction('countClick', () => {
    clicks++
  })
  await page.addInitScript(() => {
    addEventListener(
      'pointerdown',
      (event) => {
        const count = Reflect.get(window, 'countClick')
        if (event.isTrusted && typeof count === 'function') count()
      },
      true,
    )
  })
  return () => clicks
}
