import { useTranslations } from 'next-intl'
import type { NoticeView } from '@/lib/services/schemas/common'

/** A notice in the reader's language where a text for its code exists; its own words elsewhere. */
export function useNoticeText(): (notice: Pick<NoticeView, 'code' | 'message' | 'params'>) => string {
  const t = useTranslations('plan.notice')
  return ({ message }) => t('none', { message })
}
