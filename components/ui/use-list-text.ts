import { useFormatter, useLocale } from 'next-intl'

/** Names in one sentence: "a, b and c", and a、b、c where names in Latin letters would stick to the word for "and". */
export function useListText(): (names: readonly string[]) => string {
  const format = useFormatter()
  const locale = useLocale()
  return (names) => (locale === 'zh-CN' ? names.join('、') : format.list(names))
}
