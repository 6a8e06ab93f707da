import { useTranslations } from 'next-intl'
import type { Condition } from '@/lib/domain/condition'

/** One condition in the reader's words, such as `query group = gray`. */
export function useConditionText(): (condition: Condition) => string {
  const t = useTranslations('rules')
  return (condition) => {
    const source = t(`source.${condition.source}`)
    const subject = 'name' in condition ? t('subject', { source, name: condition.name }) : source
    const key = condition.not === true ? (`not-${condition.operator}` as const) : condition.operator
    return t(`text.${key}`, { subject, value: valueText(condition) })
  }
}

function valueText(condition: Condition): string {
  if ('values' in condition) return condition.values.join(', ')
  return 'value' in condition ? String(condition.value) : ''
}

/** The conditions of one branch as one chip. */
export function BranchChip({ branch }: { branch: readonly Condition[] }) {
  const t = useTranslations('rules')
  const text = useConditionText()
  return (
    <span className="rounded-[5px] bg-chip px-1.5 py-px font-mono text-xs [box-decoration-break:clone]">
      {branch.map(text).join(` ${t('and')} `)}
    </span>
  )
}

/** All branches of a match: chips with “or” between. */
export function MatchText({ match }: { match: readonly (readonly Condition[])[] }) {
  const t = useTranslations('rules')
  return match.map((branch, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: branches have no name but their place
    <span key={index}>
      {index > 0 && <span className="text-ink-3"> {t('or')} </span>}
      <BranchChip branch={branch} />
    </span>
  ))
}
