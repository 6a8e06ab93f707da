'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FeaturesByProvider } from '@/components/rules/provider-features'
import { RuleEditor } from '@/components/rules/rule-editor'
import type { RuleProblem } from '@/components/rules/rule-problem'
import { useDraftProblems } from '@/components/rules/use-draft-problems'
import { Simulator } from '@/components/simulator/simulator'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import { useSimulatableDocument } from './use-simulatable-document'
import type { WizardDraft } from './wizard-draft'
import { WizardSection } from './wizard-section'

type Props = {
  draft: WizardDraft
  features: FeaturesByProvider
  problems: readonly RuleProblem[]
  /** The document once it is valid: then lint speaks too. */
  valid: LaneGroupDocument | null
  onChange: (part: Partial<WizardDraft>, field: string) => void
  /** The focus has left the rules: what is still empty may be told. */
  onLeave: () => void
}

export function RulesSection({ draft, features, problems, valid, onChange, onLeave }: Props) {
  const t = useTranslations('wizard.rules')
  const [tried, setTried] = useState<{ request: RequestSample; key: number } | null>(null)
  const document = useSimulatableDocument(draft)
  const found = useDraftProblems(valid)?.filter(({ path }) => path.startsWith('rules.')) ?? []
  const lanes = [{ tag: draft.lane.tag, colour: 0 }]
  const entries = draft.entries.filter(({ name }) => name === draft.entry)
  return (
    <WizardSection id="rules" place={4} title={t('title')}>
      <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_360px]">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus has left */}
        <div
          className="min-w-0"
          onBlur={(event) => {
            const next = event.relatedTarget
            if (next instanceof Node && !event.currentTarget.contains(next)) onLeave()
          }}
        >
          <RuleEditor
            rules={draft.rules}
            lanes={lanes}
            entries={entries}
            features={features}
            problems={[...problems, ...found]}
            initiallyOpen={[0]}
            onChange={(rules) => onChange({ rules }, 'ruleValues')}
            onTry={(request) => setTried((now) => ({ request, key: (now?.key ?? 0) + 1 }))}
          />
        </div>
        {document === null && <p className="text-ink-2">{t('simulatorWaits')}</p>}
        {document && <Simulator document={document} lanes={lanes} tried={tried} />}
      </div>
    </WizardSection>
  )
}
