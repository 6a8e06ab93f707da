import { useTranslations } from 'next-intl'

/** What the runner says of an object, in the reader's language where it is one of its set phrases. */
export function useObjectMessage(): (message: string) => string {
  const t = useTranslations('push.message')
  return (message) => {
    const available = /^(\d+) of (\d+) available$/.exec(message)
    if (available !== null) return t('available', { ready: available[1] ?? '', desired: available[2] ?? '' })
    const endpoints = /^(\d+) ready$/.exec(message)
    return endpoints === null ? message : t('endpoints', { count: Number(endpoints[1]) })
  }
}
