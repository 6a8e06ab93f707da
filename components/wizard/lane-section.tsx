'use client'

import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ProblemTexts } from './use-problem-texts'
import { withTag } from './with-tag'
import type { WizardDraft } from './wizard-draft'
import { WizardSection } from './wizard-section'

type Props = {
  draft: WizardDraft
  errorsOf: ProblemTexts
  onChange: (part: Partial<WizardDraft>, field: string) => void
}

export function LaneSection({ draft, errorsOf, onChange }: Props) {
  const t = useTranslations('wizard.lane')
  const { lane } = draft
  return (
    <WizardSection id="lane" place={3} title={t('title')}>
      <div className="grid max-w-3xl gap-3 sm:grid-cols-2">
        <Field label={t('tag')} hint={t('tagHint')} errors={errorsOf('tag')}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={lane.tag}
              onChange={(event) => onChange(withTag(draft, event.target.value), 'tag')}
            />
          )}
        </Field>
        <Field label={t('laneTitle')} errors={errorsOf('laneTitle')}>
          {(control) => (
            <Input
              {...control}
              value={lane.title}
              onChange={(event) => onChange({ lane: { ...lane, title: event.target.value } }, 'laneTitle')}
            />
          )}
        </Field>
        <div className="sm:col-span-2">
          <Checkbox
            label={t('passTag')}
            checked={lane.passTag}
            onChange={(event) => onChange({ lane: { ...lane, passTag: event.target.checked } }, 'passTag')}
          />
          <p className="pl-6 text-ink-3 text-xs">{t('passTagHint')}</p>
        </div>
      </div>
    </WizardSection>
  )
}
