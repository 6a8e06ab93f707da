import { useTranslations } from 'next-intl'
import type { LintView } from '@/lib/services/schemas/common'

const known = [
  'Unreachable',
  'Overlap',
  'ParkedLaneReceives',
  'EmptyLaneReceives',
  'WeightsZero',
  'StrictLacks',
  'Unsupported',
] as const

/** A finding of lint in the reader's language; its own words where no text is known. */
export function useLintText(): (finding: Pick<LintView, 'code' | 'message' | 'rules' | 'params'>) => string {
  const t = useTranslations('rules.problem')
  return ({ code, message, rules, params = {} }) => {
    const key = known.find((candidate) => candidate === code)
    if (key === undefined) return message
    const [, other = ''] = rules
    return t(key, {
      other,
      lane: params.lane ?? '',
      application: params.application ?? '',
      detail: params.detail ?? message,
    })
  }
}
