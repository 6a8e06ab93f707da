'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionResult } from '@/components/action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { ConfigField } from '@/components/version-yaml/config-field'
import { useVersionEdit } from '@/components/version-yaml/use-version-edit'
import { VersionEditor } from '@/components/version-yaml/version-editor'
import { withQuickValues } from '@/lib/domain/edit-quick-field'
import type { VersionYaml, VersionYamlInput } from '@/lib/services/schemas/version-yaml'
import { editedVersion } from './edited-version'
import { renderableDocument } from './renderable-document'
import { resolveImage } from './resolve-image'
import type { DraftApplication, WizardDraft } from './wizard-draft'

export type RenderVersion = (input: VersionYamlInput) => Promise<ActionResult<VersionYaml>>

type Change = (part: Partial<DraftApplication>) => void

type Props = {
  draft: WizardDraft
  application: DraftApplication
  renderVersion: RenderVersion
  onChange: Change
}

/** A version of the draft as a push would make it; what is edited goes into the draft with every keystroke. */
export function DraftVersion({ draft, application, renderVersion, onChange }: Props) {
  const t = useTranslations('versionYaml')
  const errors = useTranslations('errors')
  const { name, config, patch, yaml } = application
  const [dropped, setDropped] = useState(0)
  const { data, isError } = useQuery({
    queryKey: ['draft-version', name, config, dropped],
    queryFn: async () => {
      const document = renderableDocument(draft, name)
      return document && renderVersion({ document, lane: draft.lane.tag, application: name })
    },
    // Read once each time it is opened: read again under the hands of its author the text would start anew.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })
  const problem = isError
    ? errors('lost')
    : data === null
      ? t('notYet')
      : data?.ok === false
        ? data.error.message
        : null
  return (
    <>
      <p className="mb-3 max-w-[80ch] text-ink-2">{t('lead')}</p>
      <div className="mb-4 max-w-[80ch]">
        <ConfigField
          value={config}
          disabled={yaml !== null}
          hint={yaml === null ? undefined : t('mendFirst')}
          onChange={(next) => onChange({ config: next })}
        />
      </div>
      {problem !== null && (
        <Alert
          tone="failed"
          title={t('cannot')}
          action={
            patch !== null && (
              <Button
                size="sm"
                onClick={() => {
                  onChange({ patch: null, yaml: null })
                  setDropped(dropped + 1)
                }}
              >
                {t('reset')}
              </Button>
            )
          }
        >
          {problem}
        </Alert>
      )}
      {problem === null && !data?.ok && <Skeleton className="h-[60dvh]" />}
      {data?.ok && <DraftYaml key={config} view={data.data} application={application} onChange={onChange} />}
    </>
  )
}

type YamlProps = { view: VersionYaml; application: DraftApplication; onChange: Change }

function DraftYaml({ view, application, onChange }: YamlProps) {
  const [start] = useState(() => keptText(view, application))
  const editing = useVersionEdit(view, {
    start,
    onText: (text, read) => onChange(editedVersion(text, read, application, view.base)),
  })
  return <VersionEditor view={view} editing={editing} readOnly={false} />
}

/** A text that could not be read was kept as it is; image and number of pods may have been typed beside it since. */
function keptText(
  { text, base }: VersionYaml,
  { yaml, image, baseImage, replicas }: DraftApplication,
): string {
  if (yaml === null) return text
  return withQuickValues(yaml, base, {
    image: resolveImage(image, baseImage),
    ...(base.replicas === null && { replicas }),
  })
}
