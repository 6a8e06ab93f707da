'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef, useState, useTransition } from 'react'
import type { ActionResult } from '@/components/action-result'
import { type EnableGovernance, GovernanceCheck } from '@/components/governance/governance-check'
import { pendingChanges, pushBlock } from '@/components/plan/plan-summary'
import type { FeaturesByProvider } from '@/components/rules/provider-features'
import type { ErrorBody } from '@/lib/errors'
import { groupPath } from '@/lib/queries/group-path'
import { ApplicationsSection } from './applications-section'
import { DiscoveryState } from './discovery-state'
import { DraftState } from './draft-state'
import type { RenderVersion } from './draft-version'
import { EntryChoice } from './entry-choice'
import { LaneSection } from './lane-section'
import { PlanSection } from './plan-section'
import { RulesSection } from './rules-section'
import { SaveBar } from './save-bar'
import { ScopeSection } from './scope-section'
import { serverProblems } from './server-problems'
import { useDiscovery } from './use-discovery'
import { type SaveDraft, useDraftAutosave } from './use-draft-autosave'
import { type PlanDraft, useDraftPlan } from './use-draft-plan'
import { useWizard } from './use-wizard'
import { withEntry } from './with-entry'
import type { WizardDraft } from './wizard-draft'

export type WizardActions = {
  saveDraft: SaveDraft
  planDraft: PlanDraft
  renderVersion: RenderVersion
  discardDraft: (input: Record<string, never>) => Promise<ActionResult<unknown>>
  enableGovernance: EnableGovernance
  create: (input: {
    group: string
    document: unknown
    push: boolean
  }) => Promise<ActionResult<{ group: string; operation: string | null }>>
}

type Props = {
  start: WizardDraft
  restoredAt: string | null
  clusters: readonly string[]
  features: FeaturesByProvider
  actions: WizardActions
}

/** One page from a gateway door to a pushed lane. */
export function Wizard({ start, restoredAt, clusters, features, actions }: Props) {
  const router = useRouter()
  const errors = useTranslations('errors')
  const root = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ cluster: start.cluster, namespace: start.namespace })
  const [restored, setRestored] = useState(restoredAt)
  const [error, setError] = useState<ErrorBody | null>(null)
  const [pending, startSaving] = useTransition()
  const discovery = useDiscovery(place.cluster, place.namespace)
  const wizard = useWizard(start, discovery.data)
  const { draft, document, errorsOf, change } = wizard
  const autosave = useDraftAutosave(draft, wizard.isTouched, actions.saveDraft)
  const planned = useDraftPlan(document, actions.planDraft)

  const showFirst = () =>
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid=true]')?.focus(),
    )
  const save = (push: boolean) => {
    if (!wizard.tryToSave() || document === null) {
      showFirst()
      return
    }
    startSaving(async () => {
      autosave.stop()
      const result = await actions
        .create({ group: document.metadata.name, document, push })
        .catch(
          (): ActionResult<never> => ({ ok: false, error: { code: 'Internal', message: errors('lost') } }),
        )
      if (!result.ok) {
        setError(result.error)
        autosave.resume()
        wizard.refuse(serverProblems(draft, result.error))
        showFirst()
        return
      }
      const { group, operation } = result.data
      router.push(operation === null ? groupPath(group, 'plan') : groupPath(group, 'operations', operation))
    })
  }
  const startOver = () => {
    setRestored(null)
    wizard.startOver()
    void actions.discardDraft({})
  }

  return (
    <div ref={root}>
      <div className="mb-4">
        <DraftState state={autosave.state} restoredAt={restored} onStartOver={startOver} />
      </div>
      <ScopeSection
        draft={draft}
        clusters={clusters}
        namespaces={discovery.data?.namespaces ?? []}
        errorsOf={errorsOf}
        onChange={change}
        onPlace={(next) => {
          setPlace(next)
          wizard.moveTo(next)
        }}
      >
        {(draft.entries.length === 0 || discovery.isError) && (
          <DiscoveryState
            {...place}
            isReading={discovery.isFetching}
            error={discovery.error}
            found={
              discovery.data === undefined
                ? null
                : { entries: discovery.data.entries.length, applications: discovery.data.applications.length }
            }
            onRetry={() => void discovery.refetch()}
          />
        )}
        {draft.entries.length > 0 && (
          <EntryChoice
            features={features}
            entries={draft.entries}
            chosen={draft.entry}
            errors={errorsOf('entry')}
            onChange={(entry) =>
              change(withEntry(draft, entry, { applications: discovery.data?.applications ?? [] }), 'entry')
            }
          />
        )}
        {discovery.data !== undefined && <GovernanceCheck {...place} enable={actions.enableGovernance} />}
      </ScopeSection>
      <ApplicationsSection
        draft={draft}
        errorsOf={errorsOf}
        renderVersion={actions.renderVersion}
        onChange={change}
      />
      <LaneSection draft={draft} errorsOf={errorsOf} onChange={change} />
      <RulesSection
        draft={draft}
        features={features}
        problems={wizard.shown
          .filter(({ field }) => field.startsWith('rules.'))
          .map((problem) => ({ path: problem.field, severity: 'error', message: wizard.textOf(problem) }))}
        valid={document}
        onChange={change}
        onLeave={() => wizard.touch('rules')}
      />
      <PlanSection
        draft={draft}
        plan={planned.plan}
        isPending={planned.isPending}
        error={planned.error?.message ?? (planned.lost ? errors('lost') : null)}
        onRetry={() => void planned.retry()}
      />
      <SaveBar
        problems={wizard.problems.length}
        changes={planned.plan === null ? null : pendingChanges(planned.plan).length}
        planStops={planned.plan !== null && pushBlock(planned.plan) !== null}
        pending={pending}
        error={error}
        onShowFirst={() => {
          wizard.tryToSave()
          showFirst()
        }}
        onSave={save}
      />
    </div>
  )
}
