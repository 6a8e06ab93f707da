'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { Condition } from '@/lib/domain/condition'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { Feature } from '@/lib/providers/feature'
import { ConditionFields } from './condition-fields'
import { ProblemList } from './problem-list'
import { joinFeatures, type Refusal } from './provider-features'
import { type Branch, newCondition, setCondition } from './rule-draft'
import { errorTexts, problemsAt, type RuleProblem } from './rule-problem'

type Refuse = (needs: Feature | readonly Feature[]) => Refusal | null

type Props = {
  rule: string
  match: readonly Branch[]
  onChange: (match: Branch[]) => void
  refuse: Refuse
  /** Of the whole rules list; `path` is where this match stands in it. */
  problems: readonly RuleProblem[]
  path: string
  onTry?: ((request: RequestSample) => void) | undefined
}

/** AND inside an alternative, OR between alternatives. */
export function MatchEditor({ rule, match, onChange, refuse, problems, path, onTry }: Props) {
  const t = useTranslations('rules')
  const refusedOr = refuse('or')
  return (
    <div className="space-y-3">
      {match.map((branch, index) => (
        <BranchEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no name but their place
          key={index}
          place={index}
          branch={branch}
          refuse={refuse}
          problems={problems}
          path={`${path}.${index}`}
          onTry={onTry}
          onCondition={(condition, at) =>
            onChange(setCondition(match, { branch: index, condition: at }, condition))
          }
          onAdd={() =>
            onChange(match.map((one, place) => (place === index ? [...one, newCondition()] : one)))
          }
          canRemove={match.length > 1 || branch.length > 1}
        />
      ))}
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('addBranchTo', { rule })}
        disabledReason={refusedOr === null ? undefined : t('cannot', refusedOr)}
        onClick={() => onChange([...match, [newCondition()]])}
      >
        {t('addBranch')}
      </Button>
    </div>
  )
}

type BranchProps = {
  place: number
  branch: Branch
  refuse: Refuse
  problems: readonly RuleProblem[]
  path: string
  onTry: Props['onTry']
  onCondition: (condition: Condition | null, at: number) => void
  onAdd: () => void
  canRemove: boolean
}

function BranchEditor(props: BranchProps) {
  const { place, branch, refuse, problems, path, onTry, onCondition, onAdd, canRemove } = props
  const t = useTranslations('rules')
  const refusedHere = refuse(joinFeatures(branch) ?? [])
  const canJoin = refuse(['and', 'and-header-query'])
  const told = problemsAt(problems, path)
  return (
    <fieldset className="min-w-0 space-y-2 border-line border-l-2 pl-3">
      <legend className="float-left w-full text-ink-2">{place === 0 ? t('whenAll') : t('orWhenAll')}</legend>
      {branch.map((condition, at) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would be announced twice
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place
          key={at}
          role="group"
          aria-label={t('condition', { condition: at + 1, branch: place + 1 })}
          className="clear-both"
        >
          <div className="flex items-start gap-1">
            <ConditionFields
              condition={condition}
              onChange={(changed) => onCondition(changed, at)}
              refuse={refuse}
              errors={{
                name: errorTexts(problems, `${path}.${at}.name`),
                value: ['value', 'values'].flatMap((field) => errorTexts(problems, `${path}.${at}.${field}`)),
              }}
            />
            <Button
              size="sm"
              variant="ghost"
              className="min-h-8"
              aria-label={t('removeCondition', { condition: at + 1, branch: place + 1 })}
              disabledReason={canRemove ? undefined : t('lastCondition')}
              onClick={() => onCondition(null, at)}
            >
              <X aria-hidden="true" className="size-3.5" />
            </Button>
          </div>
          <ProblemList problems={problemsAt(problems, `${path}.${at}`)} onTry={onTry} />
        </div>
      ))}
      <ProblemList problems={told} onTry={onTry} />
      {branch.length > 1 && refusedHere !== null && told.length === 0 && (
        <p className="text-bad text-xs">{t('cannotAnd', refusedHere)}</p>
      )}
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('addConditionTo', { branch: place + 1 })}
        disabledReason={canJoin === null ? undefined : t('cannot', canJoin)}
        onClick={onAdd}
      >
        {t('addCondition')}
      </Button>
    </fieldset>
  )
}
