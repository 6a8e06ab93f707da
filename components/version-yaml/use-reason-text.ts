import { useTranslations } from 'next-intl'
import type { EditProblem, EditReason } from '@/lib/domain/read-version-edit'
import type { LineMark } from './line-marks'
import { isWorded } from './worded-errors'

/** Says why a line is locked or refused, and what a line is. */
export function useReasonText() {
  const t = useTranslations('versionYaml')
  const ofReason = (reason: EditReason) => t(`reason.${reason}`)
  /** The parser's own words stand only where there are none of ours. */
  const ofProblem = ({ reason, syntax }: EditProblem) => {
    if (syntax === undefined) return ofReason(reason)
    const { code, message } = syntax
    return t('syntaxDetail', {
      reason: ofReason(reason),
      detail: isWorded(code) ? t(`yaml.${code}`) : t('parserSays', { message }),
    })
  }
  const ofLine = (line: number, mark: LineMark) => {
    switch (mark.kind) {
      case 'open':
        return t('lineOpen', { line })
      case 'plain':
        return t('linePlain', { line })
      case 'unread':
        return t('lineUnread', { line })
      case 'locked':
        return t('lineLocked', { line, reason: ofReason(mark.reason) })
      case 'refused':
        return t('lineRefused', { line, reason: ofReason(mark.reason) })
    }
  }
  return { ofReason, ofProblem, ofLine }
}
