'use client'

import { useTranslations } from 'next-intl'
import { ApiProblem } from '@/lib/queries/fetch-json'

/** Why a read of the console's own API failed: the server's sentence, or that it did not answer. */
export function useFailureText(): (error: unknown) => string {
  const t = useTranslations('errors')
  return (error) => (error instanceof ApiProblem && error.body !== null ? error.body.message : t('noAnswer'))
}
