'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { SaveDocument } from '@/components/rules/rules-workspace'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useAction } from '@/components/use-action'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'
import { useVersionEdit } from './use-version-edit'
import { VersionEditor } from './version-editor'
import { versionOf, withVersion } from './with-version'

type Props = {
  group: string
  document: LaneGroupDocument
  revision: number
  lane: string
  application: string
  view: VersionYaml
  mayOperate: boolean
  save: SaveDocument
}

/** One version of a saved group: its YAML, and a save that makes the next revision. */
export function VersionWorkspace(props: Props) {
  const { group, document, revision, lane, application, view, mayOperate, save } = props
  const t = useTranslations('versionYaml')
  const editing = useVersionEdit(view)
  const saved = versionOf(document, lane, application)?.config ?? 'share'
  const [config, setConfig] = useState(saved)
  const [savedAs, setSavedAs] = useState<number | null>(null)
  const { run, pending, failure } = useAction(save)
  const isChanged = editing.isChanged || config !== saved
  const reason = !mayOperate
    ? t('needsRole')
    : editing.edit === null
      ? t('mendFirst')
      : isChanged
        ? undefined
        : t('nothingToSave')
  const submit = () => {
    if (editing.edit === null) return
    const next = withVersion(document, { lane, application, edit: editing.edit, config })
    run({ group, ifRevision: revision, document: next }, (done) => setSavedAs(done.revision))
  }
  return (
    <>
      <VersionEditor view={view} editing={editing} readOnly={!mayOperate} />
      <Field
        className="mt-4 max-w-72"
        label={t('config')}
        hint={config === saved ? undefined : t('configLater')}
      >
        {(control) => (
          <Select
            {...control}
            disabled={!mayOperate}
            value={config}
            onChange={(event) => setConfig(event.target.value === 'copy' ? 'copy' : 'share')}
          >
            <option value="share">{t('configShare')}</option>
            <option value="copy">{t('configCopy')}</option>
          </Select>
        )}
      </Field>
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        <p aria-live="polite" className="mr-auto text-ink-2">
          {isChanged ? t('unsaved') : savedAs === null ? '' : t('saved', { revision: savedAs })}
        </p>
        {isChanged && (
          <Button
            onClick={() => {
              editing.undo()
              setConfig(saved)
            }}
          >
            {t('undo')}
          </Button>
        )}
        <Button variant="primary" pending={pending} disabledReason={reason} onClick={submit}>
          {t('save')}
        </Button>
      </div>
      <div className="mt-3">
        <ActionFailureAlert failure={failure} />
      </div>
    </>
  )
}
