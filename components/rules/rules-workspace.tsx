'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FocusEvent, useEffect, useMemo, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Simulator } from '@/components/simulator/simulator'
import { StaleEdit } from '@/components/stale-edit'
import { Button } from '@/components/ui/button'
import { useAction } from '@/components/use-action'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import { groupPath } from '@/lib/queries/group-path'
import { changedRules } from './changed-rules'
import type { FeaturesByProvider } from './provider-features'
import { RuleEditor } from './rule-editor'
import { rulesAsText } from './rules-as-text'
import type { LaneChoice } from './targets-editor'
import { useDraftProblems } from './use-draft-problems'

export type SaveDocument = (input: {
  group: string
  ifRevision: number
  document: LaneGroupDocument
}) => Promise<ActionResult<{ revision: number }>>

type Props = {
  group: string
  document: LaneGroupDocument
  revision: number
  lanes: readonly LaneChoice[]
  features: FeaturesByProvider
  mayOperate: boolean
  /** A request that the address asks to try. */
  asked: RequestSample | null
  save: SaveDocument
}

/** The editor with the simulator beside it; both work on the unsaved rules. */
export function RulesWorkspace(props: Props) {
  const { group, document, revision, lanes, features, mayOperate, asked, save } = props
  const t = useTranslations('rules')
  const router = useRouter()
  const [base, setBase] = useState({ document, revision })
  const [rules, setRules] = useState(document.spec.rules)
  const [editing, setEditing] = useState(0)
  const [tried, setTried] = useTriedRequest(asked)
  const { run, pending, failure, clear } = useAction(save)
  const [savedAs, setSavedAs] = useState<number | null>(null)
  const draft = useMemo(
    () => ({ ...base.document, spec: { ...base.document.spec, rules } }),
    [base.document, rules],
  )
  const problems = useDraftProblems(draft)
  const told = useToldAfterLeaving()
  const errors = problems?.filter(({ severity }) => severity === 'error').length ?? 0
  const changed = changedRules(base.document.spec.rules, rules)
  useLeaveWarning(changed > 0 && savedAs === null)
  const isStale = failure?.kind === 'refused' && failure.error.code === 'Conflict'
  const restart = (next: { document: LaneGroupDocument; revision: number }) => {
    setBase({ document: next.document, revision: next.revision })
    setRules(next.document.spec.rules)
    setEditing((count) => count + 1)
    clear()
  }
  const submit = (on: { document: LaneGroupDocument; revision: number }, then: 'stay' | 'plan') => {
    const next = { ...on.document, spec: { ...on.document.spec, rules } }
    run({ group, ifRevision: on.revision, document: next }, ({ revision: saved }) => {
      setBase({ document: next, revision: saved })
      setSavedAs(saved)
      if (then === 'plan') router.push(groupPath(group, 'plan'))
    })
  }
  const reason = saveRefusal({ t, mayOperate, checked: problems !== null, errors, changed })
  return (
    <div className="grid items-start gap-7 lg:grid-cols-[minmax(0,1fr)_360px]">
      <section aria-label={t('title')} className="min-w-0" onBlur={told.onBlur}>
        <p className="mb-2 text-ink-2">{t('order')}</p>
        <RuleEditor
          key={editing}
          rules={rules}
          lanes={lanes}
          entries={base.document.spec.entries}
          features={features}
          problems={(problems ?? []).filter(({ missing }) => !missing || told.isTold)}
          onChange={(next) => {
            if (next.length > rules.length) told.reset()
            setRules(next)
            setSavedAs(null)
          }}
          onTry={setTried}
        />
        <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
          <p aria-live="polite" className="mr-auto text-ink-2">
            {savedAs === null ? t('unsaved', { count: changed }) : t('saved', { revision: savedAs })}
          </p>
          {changed > 0 && <Button onClick={() => restart(base)}>{t('discard')}</Button>}
          <Button pending={pending} disabledReason={reason} onClick={() => submit(base, 'stay')}>
            {t('save')}
          </Button>
          <Button
            variant="primary"
            pending={pending}
            disabledReason={reason}
            onClick={() => submit(base, 'plan')}
          >
            {t('saveAndPlan')}
          </Button>
        </div>
        <div className="mt-3">
          {isStale ? (
            <StaleEdit
              group={group}
              from={base.revision}
              mine={rulesAsText(rules)}
              theirsIn={({ document: { spec } }) => rulesAsText(spec.rules)}
              pending={pending}
              onReload={restart}
              onOverwrite={(latest) => submit(latest, 'stay')}
            />
          ) : (
            <ActionFailureAlert failure={failure} />
          )}
        </div>
      </section>
      <Simulator document={draft} lanes={lanes} tried={tried} />
    </div>
  )
}

/** The request in the simulator: the one that the address asks for, then whichever is asked for on the page. */
function useTriedRequest(asked: RequestSample | null) {
  const [tried, setTried] = useState<{ request: RequestSample; key: number } | null>(null)
  const askedText = asked === null ? null : JSON.stringify(asked)
  useEffect(() => {
    if (askedText === null) return
    const request: RequestSample = JSON.parse(askedText)
    setTried((last) => ({ request, key: (last?.key ?? 0) + 1 }))
  }, [askedText])
  const put = (request: RequestSample) => setTried((last) => ({ request, key: (last?.key ?? 0) + 1 }))
  return [tried, put] as const
}

function saveRefusal(now: {
  t: ReturnType<typeof useTranslations<'rules'>>
  mayOperate: boolean
  checked: boolean
  errors: number
  changed: number
}): string | undefined {
  const { t, mayOperate, checked, errors, changed } = now
  if (!mayOperate) return t('viewerCannot')
  if (!checked) return t('checking')
  if (errors > 0) return t('mendFirst', { count: errors })
  return changed === 0 ? t('nothingToSave') : undefined
}

/** What is still empty in a new rule is told once the focus has left the rules. */
function useToldAfterLeaving() {
  const [isTold, setTold] = useState(false)
  return {
    isTold,
    reset: () => setTold(false),
    onBlur: (event: FocusEvent<HTMLElement>) => {
      const next = event.relatedTarget
      if (next instanceof Node && !event.currentTarget.contains(next)) setTold(true)
    },
  }
}

function useLeaveWarning(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])
}
