'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { SaveDocument } from '@/components/rules/rules-workspace'
import { StaleEdit } from '@/components/stale-edit'
import { Button } from '@/components/ui/button'
import { useAction } from '@/components/use-action'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'
import { ConfigField } from './config-field'
import { useVersionBase } from './use-version-base'
import { useVersionEdit } from './use-version-edit'
import { versionAsText } from './version-as-text'
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
  const router = useRouter()
  const { base, setBase, adopt } = useVersionBase({ document, revision, view })
  const editing = useVersionEdit(base.view)
  const saved = versionOf(base.document, lane, application)?.config ?? 'share'
  const [chosen, setConfig] = useState<'share' | 'copy' | null>(null)
  const config = chosen ?? saved
  const [savedAs, setSavedAs] = useState<number | null>(null)
  const { run, pending, failure, clear } = useAction(save)
  const isChanged = editing.isChanged || config !== saved
  adopt(isChanged)
  const { edit } = editing
  const isStale = failure?.kind === 'refused' && failure.error.code === 'Conflict'
  const editedIn = (on: LaneGroupDocument) =>
    edit === null
      ? on
      : withVersion(on, { lane, application, edit, config, ownReplicas: base.view.base.replicas === null })
  const textIn = (on: LaneGroupDocument) => {
    const version = versionOf(on, lane, application)
    return version === undefined ? null : versionAsText(version)
  }
  const undo = () => {
    editing.undo()
    setConfig(null)
    clear()
  }
  const submit = (on: { document: LaneGroupDocument; revision: number }) => {
    if (edit === null) return
    const next = editedIn(on.document)
    run({ group, ifRevision: on.revision, document: next }, (done) => {
      setBase({ document: next, revision: done.revision, view: { ...base.view, text: editing.text } })
      setConfig(null)
      setSavedAs(done.revision)
    })
  }
  const reason = saveRefusal({ t, mayOperate, isReadable: edit !== null, isChanged })
  return (
    <VersionEditor view={base.view} editing={editing} readOnly={!mayOperate}>
      <div className="mt-4">
        <ConfigField
          value={config}
          disabled={!mayOperate}
          hint={!mayOperate ? t('needsRole') : config === saved ? undefined : t('configLater')}
          onChange={setConfig}
        />
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        <p aria-live="polite" className="mr-auto text-ink-2">
          {isChanged ? t('unsaved') : savedAs === null ? '' : t('saved', { revision: savedAs })}
        </p>
        {isChanged && <Button onClick={undo}>{t('undo')}</Button>}
        <Button variant="primary" pending={pending} disabledReason={reason} onClick={() => submit(base)}>
          {t('save')}
        </Button>
      </div>
      <div className="mt-3">
        {isStale ? (
          <StaleEdit
            group={group}
            from={base.revision}
            mine={textIn(editedIn(base.document)) ?? ''}
            theirsIn={(latest) => textIn(latest.document)}
            pending={pending}
            onReload={() => {
              undo()
              router.refresh()
            }}
            onOverwrite={submit}
          />
        ) : (
          <ActionFailureAlert failure={failure} />
        )}
      </div>
    </VersionEditor>
  )
}

function saveRefusal(now: {
  t: ReturnType<typeof useTranslations<'versionYaml'>>
  mayOperate: boolean
  isReadable: boolean
  isChanged: boolean
}): string | undefined {
  const { t, mayOperate, isReadable, isChanged } = now
  if (!mayOperate) return t('needsRole')
  if (!isReadable) return t('mendFirst')
  return isChanged ? undefined : t('nothingToSave')
}
