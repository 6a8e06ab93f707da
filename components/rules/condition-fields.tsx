'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useListText } from '@/components/ui/use-list-text'
import type { Condition, ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import type { Feature } from '@/lib/providers/feature'
import { hasName, negate, operatorsOf, reshape, sources, textOf } from './condition-shape'
import { conditionFeature, type Refusal } from './provider-features'
import { ValuesField } from './values-field'

type Props = {
  condition: Condition
  onChange: (condition: Condition) => void
  refuse: (needs: Feature | readonly Feature[]) => Refusal | null
  errors: { name: string[]; value: string[] }
}

/** Source, name, comparison and value of one condition; what the gateway cannot do is shown and off, with the reason. */
export function ConditionFields({ condition, onChange, refuse, errors }: Props) {
  const t = useTranslations('rules')
  return (
    <div className="grid min-w-0 flex-1 grid-cols-2 gap-2 sm:grid-cols-[minmax(84px,0.7fr)_minmax(0,1fr)_minmax(104px,1fr)_minmax(0,1.4fr)]">
      <Field label={t('looksAt')} labelHidden>
        {(control) => (
          <Select
            {...control}
            value={condition.source}
            onChange={(event) => {
              const source = sources.find((known) => known === event.target.value)
              if (source !== undefined) onChange(reshape(condition, { source }))
            }}
          >
            {sources.map((source) => (
              <SourceOption key={source} source={source} refuse={refuse} />
            ))}
          </Select>
        )}
      </Field>
      {hasName(condition.source) && 'name' in condition ? (
        <Field label={t('conditionName')} labelHidden errors={errors.name}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              placeholder={t('conditionName')}
              value={condition.name}
              onChange={(event) => onChange({ ...condition, name: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <span className="hidden sm:block" />
      )}
      <OperatorField condition={condition} onChange={onChange} refuse={refuse} />
      <ValueField condition={condition} onChange={onChange} errors={errors.value} />
      <TakenOperators source={condition.source} refuse={refuse} />
    </div>
  )
}

/** What the gateway can compare this source by, where it cannot do everything: what would work instead. */
function TakenOperators({ source, refuse }: { source: ConditionSource; refuse: Props['refuse'] }) {
  const t = useTranslations('rules')
  const listText = useListText()
  const operators = operatorsOf(source)
  const refusals = operators.flatMap((operator) => refuse(conditionFeature(source, operator)) ?? [])
  const [refusal] = refusals
  if (refusal === undefined) return null
  const taken = operators.filter((operator) => refuse(conditionFeature(source, operator)) === null)
  const open = sources.filter((one) =>
    operatorsOf(one).some((operator) => refuse(conditionFeature(one, operator)) === null),
  )
  return (
    <p className="col-span-full text-ink-3 text-xs">
      {taken.length > 0
        ? t('takes', {
            ...refusal,
            source: t(`source.${source}`),
            operators: listText(taken.map((operator) => t(`operator.${operator}`))),
          })
        : t('takesOther', {
            ...refusal,
            source: t(`source.${source}`),
            sources: listText(open.map((one) => t(`source.${one}`))),
          })}
    </p>
  )
}

function SourceOption({ source, refuse }: { source: ConditionSource; refuse: Props['refuse'] }) {
  const t = useTranslations('rules')
  const refusals = operatorsOf(source).map((operator) => refuse(conditionFeature(source, operator)))
  const refusal = refusals.every((one) => one !== null) ? refusals[0] : null
  return (
    <option value={source} disabled={refusal != null}>
      {t(`source.${source}`)}
      {refusal != null && ` – ${t('cannot', refusal)}`}
    </option>
  )
}

function OperatorField({ condition, onChange, refuse }: Omit<Props, 'errors'>) {
  const t = useTranslations('rules')
  const operators = operatorsOf(condition.source)
  const negation = refuse(['not', `not-${condition.source}`])
  const choose = (text: string) => {
    const operator = operators.find((known) => known === text.replace(/^not-/, ''))
    if (operator !== undefined) onChange(negate(reshape(condition, { operator }), text.startsWith('not-')))
  }
  const option = (operator: ConditionOperator, not: boolean) => {
    const value = not ? (`not-${operator}` as const) : operator
    const refusal = refuse(conditionFeature(condition.source, operator)) ?? (not ? negation : null)
    return (
      <option key={value} value={value} disabled={refusal !== null}>
        {t(`operator.${value}`)}
        {refusal !== null && ` – ${t('cannot', refusal)}`}
      </option>
    )
  }
  return (
    <Field label={t('comparison')} labelHidden>
      {(control) => (
        <Select
          {...control}
          value={condition.not === true ? `not-${condition.operator}` : condition.operator}
          onChange={(event) => choose(event.target.value)}
        >
          {operators.map((operator) => option(operator, false))}
          {operators.map((operator) => option(operator, true))}
        </Select>
      )}
    </Field>
  )
}

function ValueField({
  condition,
  onChange,
  errors,
}: {
  condition: Condition
  onChange: Props['onChange']
  errors: string[]
}) {
  const t = useTranslations('rules')
  switch (condition.operator) {
    case 'present':
      return <span className="hidden sm:block" />
    case 'in':
      return (
        <ValuesField
          values={condition.values}
          onChange={(values) => onChange({ ...condition, values })}
          errors={errors}
        />
      )
    case 'percent':
      return (
        <Field label={t('percentValue')} labelHidden errors={errors}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={100}
              className="text-right tabular-nums"
              value={condition.value}
              onChange={(event) => onChange({ ...condition, value: event.target.valueAsNumber || 0 })}
            />
          )}
        </Field>
      )
    case 'exact':
    case 'prefix':
    case 'regex':
      return (
        <Field label={t('value')} labelHidden errors={errors}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              placeholder={t('value')}
              value={textOf(condition)}
              onChange={(event) => onChange({ ...condition, value: event.target.value })}
            />
          )}
        </Field>
      )
  }
}
