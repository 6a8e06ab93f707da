'use client'

import { useTranslations } from 'next-intl'
import { Table, Th } from '@/components/ui/table'
import { ApplicationRow } from './application-row'
import { versionedApplications } from './document-of'
import type { ProblemTexts } from './use-problem-texts'
import type { DraftApplication, WizardDraft } from './wizard-draft'
import { WizardSection } from './wizard-section'

type Props = {
  draft: WizardDraft
  errorsOf: ProblemTexts
  onChange: (part: Partial<WizardDraft>, field: string) => void
}

export function ApplicationsSection({ draft, errorsOf, onChange }: Props) {
  const t = useTranslations('wizard.applications')
  const { applications, namespace } = draft
  const included = applications.filter((application) => application.included)
  const change = (name: string, part: Partial<DraftApplication>, field: string) =>
    onChange(
      { applications: applications.map((one) => (one.name === name ? { ...one, ...part } : one)) },
      field,
    )
  return (
    <WizardSection id="applications" place={2} title={t('title')} hint={`${t('hint')} ${t('tip')}`}>
      {applications.length > 0 && (
        <>
          <Table label={t('table', { namespace })}>
            <thead>
              <tr>
                <Th>{t('application')}</Th>
                <Th className="max-md:hidden">{t('baseImage')}</Th>
                <Th>{t('image')}</Th>
                <Th>{t('replicas')}</Th>
              </tr>
            </thead>
            <tbody>
              {applications.map((application) => (
                <ApplicationRow
                  key={application.name}
                  application={application}
                  errorsOf={errorsOf}
                  onChange={(part, field) => change(application.name, part, field)}
                />
              ))}
            </tbody>
          </Table>
          <p className="mt-2 text-ink-3" aria-live="polite">
            {t('counts', { included: included.length, versions: versionedApplications(draft).length })}
          </p>
        </>
      )}
      <div aria-live="polite">
        {errorsOf('applications').map((error) => (
          <p key={error} className="mt-1 text-bad text-xs">
            {error}
          </p>
        ))}
      </div>
    </WizardSection>
  )
}
