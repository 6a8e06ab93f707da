import { useMessages, useTranslations } from 'next-intl'
import type { LintCode } from '@/lib/domain/lint-finding'
import type { Words } from '@/lib/words/sentence'
import { speak } from '@/lib/words/speak'

type Finding = { code: string; message: Words; rules: string[]; params?: Record<string, string> | undefined }

const known = [
  'Unreachable',
  'UnreachableBranch',
  'Overlap',
  'ParkedLaneReceives',
  'CleanedLaneReceives',
  'EmptyLaneReceives',
  'WeightsZero',
  'StrictLacks',
  'Unsupported',
] as const satisfies readonly LintCode[]

/** A finding of lint in the reader's language, in the words of a place where its rule is seen. */
export function useLintText(): (finding: Finding) => string {
  const t = useTranslations('rules.problem')
  const { checks } = useMessages()
  return ({ code, message, rules, params = {} }) => {
    const detail = speak(message, { checks })
    const key = known.find((candidate) => candidate === code)
    const [, ...others] = rules
    if (key === undefined) return detail
    if ((key === 'Unreachable' || key === 'UnreachableBranch') && params.reason !== 'taken')
      return t(params.reason === 'outside' ? 'Outside' : 'Contradiction')
    return t(key, {
      other: params.by ?? others.join(', '),
      lane: params.lane ?? '',
      application: params.applications ?? '',
      detail,
    })
  }
}
