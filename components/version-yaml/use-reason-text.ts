import { useTranslations } from 'next-intl'
import type { EditReason } from '@/lib/domain/read-version-edit'
import type { LineMark } from './line-marks'

/** Says why a line is locked or refused, and what a line is. */
export function useReasonText() {
  const t = useTranslations('versionYaml')
  const ofReason = (reason: EditReason) => t(`reason.${reason}`)
  const ofLine = (line: number, mark: LineMark) => {
    switch (mark.kind) {
      case 'open':
        return t('lineOpen', { line })
      case 'plain':
        return t('linePlain', { line })
      case 'locked':
        return t('lineLocked', { line, reason: ofReason(mark.reason) })
      case 'refused':
        return t('lineRefused', { line, reason: ofReason(mark.reason) })
    }
  }
  return { ofReason, ofLine }
}
