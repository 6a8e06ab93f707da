import { expect, type Locator, type Page } from '@playwright/test'

const mostSteps = 120

/** A person without a pointer: walks by Tab, types, chooses with the keys that every control is used with. */
export function keyboardOf(page: Page) {
  const isFocused = (target: Locator) =>
    target.evaluate((element) => element === document.activeElement).catch(() => false)
  /** Presses Tab until the target has the focus, forwards, from wherever the focus is. */
  async function walkTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    for (let step = 0; step < mostSteps; step++) {
      if (await isFocused(target)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`${target} was not reached by ${mostSteps} steps of Tab`)
  }
  return {
    walkTo,
    async press(target: Locator, key = 'Enter'): Promise<void> {
      await walkTo(target)
      await page.keyboard.press(key)
    },
    async type(target: Locator, text: string): Promise<void> {
      await walkTo(target)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
    },
    /** The keys of a page, pressed one after the other. */
    async keys(...keys: string[]): Promise<void> {
      for (const key of keys) await page.keyboard.press(key)
    },
  }
}
