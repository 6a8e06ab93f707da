import { useTranslations } from 'next-intl'
import { ShareBar } from '@/components/ui/share-bar'
import type { RouteRule } from '@/lib/domain/route-rule'
import type { LintView } from '@/lib/services/schemas/common'
import { MatchText } from './condition-text'
import { splitRules } from './rule-draft'
import { targetShares } from './target-shares'
import { TargetTags } from './target-tags'
import type { LaneChoice } from './targets-editor'
import { useLintText } from './use-lint-text'

type Props = { rules: readonly RouteRule[]; lanes: readonly LaneChoice[]; lint: readonly LintView[] }

/** The rules of a group in words, in the order they are asked. */
export function RuleList({ rules, lanes, lint }: Props) {
  const t = useTranslations('rules')
  const lintText = useLintText()
  const { conditional, everyone } = splitRules(rules)
  const colourOf = (lane: string) => lanes.find(({ tag }) => tag === lane)?.colour ?? -1
  return (
    <ol aria-label={t('title')} className="rounded-[9px] border border-line bg-panel">
      {conditional.map((rule, index) => (
        <li
          key={rule.name}
          className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 border-line-2 border-b px-3.5 py-2.5"
        >
          <span aria-hidden="true" className="text-ink-3 tabular-nums">
            {index + 1}
          </span>
          <div className="min-w-0">
            <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
              <p className="min-w-0 flex-1 basis-64 leading-6">
                <b className="font-medium">{rule.name}</b> <span className="text-ink-2">{t('when')}</span>{' '}
                <MatchText match={rule.match ?? []} />
                {rule.entries !== undefined && (
                  <span className="text-ink-3"> {t('onEntries', { entries: rule.entries.join(', ') })}</span>
                )}
              </p>
              <TargetTags targets={rule.targets} lanes={lanes} />
            </div>
            {lint
              .filter(({ rules: [concerned] }) => concerned === rule.name)
              .map((finding) => (
                <p key={finding.code} className={finding.severity === 'error' ? 'text-bad' : 'text-warn'}>
                  {lintText(finding)}
                </p>
              ))}
          </div>
        </li>
      ))}
      <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 px-3.5 py-2.5">
        <span aria-hidden="true" className="text-ink-3 tabular-nums">
          {conditional.length + 1}
        </span>
        <div className="min-w-0">
          <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
            <p className="font-medium">{t('everyone')}</p>
            <TargetTags targets={everyone.targets} lanes={lanes} />
          </div>
          {everyone.targets.length > 1 && (
            <ShareBar
              className="mt-2 max-w-md"
              parts={targetShares(everyone.targets).map((part) => ({ ...part, colour: colourOf(part.lane) }))}
            />
          )}
        </div>
      </li>
    </ol>
  )
}
