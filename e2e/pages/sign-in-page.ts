import type { Page } from '@playwright/test'
import { type Texts, textsOf } from '../texts'

export function signInPage(page: Page, t: Texts = textsOf('en')) {
  const email = page.getByLabel(t('signIn.email'))
  const password = page.getByLabel(t('signIn.password'))
  const submit = page.getByRole('button', { name: t('signIn.submit') })
  return {
    email,
    password,
    submit,
    async signIn(person: { email: string; password: string }) {
      await email.fill(person.email)
      await password.fill(person.password)
      await submit.click()
    },
  }
}
