'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'
import { MatchText } from './condition-text'
import { EntriesField } from './entries-field'
import { MatchEditor } from './match-editor'
import { ProblemList } from './problem-list'
import { entriesOf, type FeaturesByProvider, type RuleEntry, refusalOf } from './provider-features'
import { withSticky } from './rule-draft'
import { errorTexts, problemsWithin, type RuleProblem } from './rule-problem'
import { StickyField } from './sticky-field'
import { TargetTags } from './target-tags'
import { type LaneChoice, TargetsEditor } from './targets-editor'

export type RuleCardProps = {
  rule: RouteRule
  place: number
  count: number
  /** Where the rule stands in the problems: `rules.0`. */
  path: string
  open: boolean
  lanes: readonly LaneChoice[]
  entries: readonly RuleEntry[]
  features: FeaturesByProvider
  problems: readonly RuleProblem[]
  onChange: (rule: RouteRule) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  onOpen: (open: boolean) => void
  onTry?: ((request: RequestSample) => void) | undefined
}

/** One rule: a sentence, or its form while it is being edited. */
export function RuleCard(props: RuleCardProps) {
  const { rule, place, path, open, problems, onMove, onTry } = props
  const t = useTranslations('rules')
  const own = problemsWithin(problems, path)
  const move = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <li
      aria-label={t('card', { place, rule: rule.name })}
      onKeyDown={move}
      className={`grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 border-line-2 border-b px-3.5 py-2.5 ${own.some(({ severity }) => severity === 'warning') ? 'bg-[color-mix(in_srgb,var(--warn)_7%,transparent)]' : ''}`}
    >
      <span aria-hidden="true" className="text-ink-3 tabular-nums">
        {place}
      </span>
      <div className="min-w-0">
        {open ? <RuleForm {...props} /> : <RuleSentence {...props} />}
        <ProblemList
          problems={open ? own.filter(({ path: at }) => !shownInForm(at, path)) : own}
          onTry={onTry}
        />
      </div>
    </li>
  )
}

/** The form shows these beside the field, condition or alternative itself. */
function shownInForm(at: string, path: string): boolean {
  const rest = at.slice(path.length + 1)
  return (
    rest === 'name' ||
    rest.startsWith('sticky') ||
    /^match\.\d+(\.\d+)?(\.(name|value|values).*)?$/.test(rest)
  )
}

function RuleSentence(props: RuleCardProps) {
  const { rule, lanes, entries, onOpen } = props
  const t = useTranslations('rules')
  const { sticky } = rule
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
      <p className="min-w-0 flex-1 basis-64 leading-6">
        <b className="font-medium">{rule.name}</b> <span className="text-ink-2">{t('when')}</span>{' '}
        <MatchText match={rule.match ?? []} />
        {rule.entries !== undefined && entries.length > 1 && (
          <span className="text-ink-3"> {t('onEntries', { entries: rule.entries.join(', ') })}</span>
        )}
        {sticky !== undefined && (
          <span className="block text-ink-3">
            {t('sticky', { source: t(`source.${sticky.source}`), name: sticky.name })}
          </span>
        )}
      </p>
      <TargetTags targets={rule.targets} lanes={lanes} />
      <span className="ml-auto flex gap-1">
        <Button
          size="sm"
          aria-label={t('edit', { rule: rule.name })}
          aria-expanded={false}
          onClick={() => onOpen(true)}
        >
          {t('editShort')}
        </Button>
        <MoveButtons {...props} />
      </span>
    </div>
  )
}

function RuleForm(props: RuleCardProps) {
  const { rule, path, lanes, entries, features, problems, onChange, onRemove, onOpen, onTry } = props
  const t = useTranslations('rules')
  const concerned = entriesOf(rule, entries)
  const splitRefusal = refusalOf(features, concerned, 'weighted-match')
  const stickyRefusal = refusalOf(features, concerned, 'sticky')
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start gap-2">
        <Field
          label={t('name')}
          errors={errorTexts(problems, `${path}.name`)}
          className="max-w-64 flex-1 basis-40"
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={rule.name}
              onChange={(event) => onChange({ ...rule, name: event.target.value })}
            />
          )}
        </Field>
        <span className="ml-auto flex gap-1">
          <MoveButtons {...props} />
        </span>
      </div>
      {entries.length > 1 && <EntriesField rule={rule} entries={entries} onChange={onChange} />}
      <MatchEditor
        rule={rule.name}
        match={rule.match ?? []}
        onChange={(match) => onChange({ ...rule, match })}
        refuse={(needs) => (needs.length === 0 ? null : refusalOf(features, concerned, needs))}
        problems={problems}
        path={`${path}.match`}
        onTry={onTry}
      />
      <div>
        <p className="mb-1 text-ink-2">{t('goesTo')}</p>
        <TargetsEditor
          targets={rule.targets}
          lanes={lanes}
          onChange={(targets) => onChange({ ...rule, targets })}
          splitRefused={splitRefusal === null ? undefined : t('cannotShareMatched', splitRefusal)}
        />
      </div>
      <StickyField
        rule={rule}
        refused={stickyRefusal === null ? undefined : t('cannotKeep', stickyRefusal)}
        errors={errorTexts(problems, `${path}.sticky`)}
        onChange={(sticky) => onChange(withSticky(rule, sticky))}
      />
      <div className="flex gap-2">
        <Button
          size="sm"
          aria-label={t('doneWith', { rule: rule.name })}
          aria-expanded
          onClick={() => onOpen(false)}
        >
          {t('done')}
        </Button>
        <Button size="sm" variant="danger" onClick={onRemove}>
          {t('remove', { rule: rule.name })}
        </Button>
      </div>
    </div>
  )
}

function MoveButtons({ rule, place, count, onMove }: RuleCardProps) {
  const t = useTranslations('rules')
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('moveUp', { rule: rule.name })}
        disabledReason={place === 1 ? t('isFirst') : undefined}
        onClick={() => onMove(-1)}
      >
        <ArrowUp aria-hidden="true" className="size-3.5" />
      </Button>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('moveDown', { rule: rule.name })}
        disabledReason={place === count ? t('isLast') : undefined}
        onClick={() => onMove(1)}
      >
        <ArrowDown aria-hidden="true" className="size-3.5" />
      </Button>
    </>
  )
}
