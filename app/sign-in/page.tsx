import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { MessageScope } from '@/components/message-scope'
import { Logo } from '@/components/shell/logo'
import { Preferences } from '@/components/shell/preferences'
import { SignInForm } from '@/components/sign-in/sign-in-form'
import { findPageActor } from '@/lib/actions/require-page'
import { parseTheme, themeCookie } from '@/lib/i18n/theme'
import { signInAction } from './actions'
import { returnPath } from './return-path'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const next = returnPath((await searchParams).next)
  if ((await findPageActor()) !== null) redirect(next)
  const [t, shell, jar] = await Promise.all([getTranslations('signIn'), getTranslations('shell'), cookies()])
  return (
    <main className="mx-auto flex min-h-dvh w-[min(100%-32px,340px)] flex-col justify-center gap-4 py-8">
      <p className="flex items-center gap-2 font-semibold text-base">
        <Logo />
        {shell('product')}
      </p>
      <div>
        <h1 className="font-semibold text-xl">{t('title')}</h1>
        <p className="mt-1 text-ink-2">{t('lead')}</p>
      </div>
      <MessageScope names={['signIn']}>
        <SignInForm action={signInAction} next={next} />
        <div className="border-line border-t pt-4">
          <Preferences theme={parseTheme(jar.get(themeCookie)?.value)} />
        </div>
      </MessageScope>
    </main>
  )
}
