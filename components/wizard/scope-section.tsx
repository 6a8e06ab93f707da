'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ProblemTexts } from './use-problem-texts'
import type { WizardDraft } from './wizard-draft'
import { WizardSection } from './wizard-section'

type Props = {
  draft: WizardDraft
  clusters: readonly string[]
  namespaces: readonly string[]
  errorsOf: ProblemTexts
  onPlace: (place: { cluster: string; namespace: string }) => void
  onChange: (part: Partial<WizardDraft>, field: string) => void
  /** The doors that were found, or why there are none. */
  children: ReactNode
}

export function ScopeSection({ draft, clusters, namespaces, errorsOf, onPlace, onChange, children }: Props) {
  const t = useTranslations('wizard.scope')
  const { cluster, namespace } = draft
  return (
    <WizardSection id="scope" place={1} title={t('title')}>
      <div className="grid max-w-3xl gap-3 sm:grid-cols-2">
        <Field label={t('cluster')} errors={errorsOf('cluster')}>
          {(control) => (
            <Select
              {...control}
              value={cluster}
              onChange={(event) => onPlace({ cluster: event.target.value, namespace: 'default' })}
            >
              {withCurrent(clusters, cluster).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('namespace')}>
          {(control) => (
            <Select
              {...control}
              value={namespace}
              onChange={(event) => onPlace({ cluster, namespace: event.target.value })}
            >
              {withCurrent(namespaces, namespace).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <div className="sm:col-span-2">{children}</div>
        <Field label={t('name')} hint={t('nameHint')} errors={errorsOf('name')}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              onChange={(event) => onChange({ name: event.target.value, nameTyped: true }, 'name')}
            />
          )}
        </Field>
        <Field label={t('groupTitle')} hint={t('titleHint')} errors={errorsOf('title')}>
          {(control) => (
            <Input
              {...control}
              value={draft.title}
              onChange={(event) => onChange({ title: event.target.value }, 'title')}
            />
          )}
        </Field>
      </div>
    </WizardSection>
  )
}

function withCurrent(names: readonly string[], current: string): string[] {
  return current === '' || names.includes(current) ? [...names] : [current, ...names]
}
