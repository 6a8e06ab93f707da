'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Table, Th } from '@/components/ui/table'
import { ApplicationRow } from './application-row'
import { versionedApplications } from './document-of'
import type { RenderVersion } from './draft-version'
import type { ProblemTexts } from './use-problem-texts'
import { VersionDialog } from './version-dialog'
import type { DraftApplication, WizardDraft } from './wizard-draft'
import { WizardSection } from './wizard-section'

type Props = {
  draft: WizardDraft
  errorsOf: ProblemTexts
  renderVersion: RenderVersion
  onChange: (part: Partial<WizardDraft>, field: string) => void
}

export function ApplicationsSection({ draft, errorsOf, renderVersion, onChange }: Props) {
  const t = useTranslations('wizard.applications')
  const [open, setOpen] = useState<string | null>(null)
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
                  onYaml={() => setOpen(application.name)}
                />
              ))}
            </tbody>
          </Table>
          <p className="mt-2 text-ink-3" aria-live="polite">
            {t('counts', { included: included.length, versions: versionedApplications(draft).length })}
          </p>
        </>
      )}
      <VersionDialog
        draft={draft}
        application={applications.find(({ name }) => name === open)}
        renderVersion={renderVersion}
        onChange={(part) => open !== null && change(open, part, `yaml:${open}`)}
        onClose={() => setOpen(null)}
      />
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
