'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useListText } from '@/components/ui/use-list-text'
import { useAction } from '@/components/use-action'
import { ApiProblem } from '@/lib/queries/fetch-json'
import { usePromotePlan } from '@/lib/queries/use-promote-plan'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import type { LaneView } from '@/lib/services/schemas/lanes'
import type { PromoteInput } from '@/lib/services/schemas/operations'
import { ConfirmDialog } from './confirm-dialog'
import { FromTo, type Move } from './from-to'
import type { PromoteLane } from './lane-action-props'
import { OrderList } from './order-list'
import { PlannedChanges } from './planned-changes'
import { PlannedNotices } from './planned-notices'

const strategies = ['image', 'switch'] as const
const afters = ['park', 'clean', 'remove', 'keep'] as const

type Props = {
  view: LaneView
  promote: PromoteLane
  onClose: () => void
  onStarted: (operation: string) => void
}

/** Which versions become the baseline, how, and what becomes of the lane; what it would do is planned before it is pressed. */
export function PromoteDialog({ view, promote, onClose, onStarted }: Props) {
  const t = useTranslations('lane.promote')
  const { group, tag: lane } = view
  // What stands in the dialog does not change by itself while somebody decides on it.
  const [shown, setShown] = useState(view)
  const own = shown.applications.filter(({ wanted }) => wanted !== null)
  const [left, setLeft] = useState<readonly string[]>([])
  const [strategy, setStrategy] = useState<PromoteInput['strategy']>('image')
  const [after, setAfter] = useState<PromoteInput['after']>('park')
  const chosen = own.filter(({ application }) => !left.includes(application))
  const applications = chosen.map(({ application }) => application)
  const choice: PromoteInput = { applications, strategy, after, seen: seenBaselines(chosen) }
  const { data: plan, error } = usePromotePlan(group, lane, shown.revision, choice)
  const action = useAction(promote)
  const refusal = useRefusal(applications, plan, error)
  const order = useOrder(view, choice, applications)
  const moved = movedBaselines(chosen, view)
  const toggle = (name: string, on: boolean) =>
    setLeft(on ? left.filter((one) => one !== name) : [...left, name])
  return (
    <ConfirmDialog
      now={view}
      onClose={onClose}
      title={t('title', { lane })}
      confirmLabel={t('confirm', { count: applications.length, lane })}
      refusal={refusal}
      changes={moved.map((values) => t('moved', values))}
      onTake={() => setShown(view)}
      action={action}
      onConfirm={(seen) =>
        action.run(
          {
            group,
            lane,
            ...choice,
            ...seen,
          },
          ({ operation }) => onStarted(operation),
        )
      }
    >
      <fieldset>
        <legend className="mb-1 font-medium">{t('applications')}</legend>
        <div className="flex flex-wrap gap-x-4">
          {own.map(({ application }) => (
            <Checkbox
              key={application}
              label={<span className="font-mono text-xs">{application}</span>}
              checked={!left.includes(application)}
              onChange={(event) => toggle(application, event.target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('strategy')} hint={t(`strategyHint.${strategy}`)}>
          {(control) => (
            <Select
              {...control}
              value={strategy}
              onChange={({ target }) => setStrategy(pick(strategies, target.value, strategy))}
            >
              {strategies.map((one) => (
                <option key={one} value={one}>
                  {t(`strategyName.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('after')} hint={t(`afterHint.${after}`)}>
          {(control) => (
            <Select
              {...control}
              value={after}
              onChange={({ target }) => setAfter(pick(afters, target.value, after))}
            >
              {afters.map((one) => (
                <option key={one} value={one}>
                  {t(`afterName.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <FromTo moves={chosen.map(moveOf)} />
      <OrderList steps={order} />
      {plan !== undefined && error === null && (
        <>
          <PlannedNotices notices={plan.notices} label={t('notices')} />
          <PlannedChanges changes={plan.changes} />
        </>
      )}
    </ConfirmDialog>
  )
}

function moveOf({ application, baseline, wanted }: LaneView['applications'][number]): Move {
  return { name: application, from: baseline?.image ?? '–', to: wanted ?? '–', mono: true }
}

/** What is to be promoted over. */
function seenBaselines(chosen: LaneView['applications']): Record<string, string> {
  return Object.fromEntries(
    chosen.flatMap(({ application, baseline }) =>
      baseline?.image ? [[application, baseline.image] as const] : [],
    ),
  )
}

/** The baselines that run another image by now; of one that nothing is known of now, nothing is said. */
function movedBaselines(chosen: LaneView['applications'], view: LaneView) {
  return chosen.flatMap(({ application, baseline }) => {
    const seen = baseline?.image ?? '–'
    const now = view.applications.find((one) => one.application === application)?.baseline?.image ?? seen
    return now === seen ? [] : [{ application, seen, now }]
  })
}

function pick<T extends string>(known: readonly T[], value: string, otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise
}

/** Why it would be refused, in words; while nothing is known yet, that. */
function useRefusal(
  applications: readonly string[],
  plan: PlanView | undefined,
  error: Error | null,
): string | undefined {
  const t = useTranslations('lane.promote')
  if (applications.length === 0) return t('none')
  if (error instanceof ApiProblem && error.body !== null) {
    const fields = Object.values(error.body.fields ?? {}).flat()
    return fields.length > 0 ? fields.join(' ') : error.body.message
  }
  if (error !== null) return t('unplanned')
  if (plan === undefined) return t('planning')
  return [...plan.conflicts, ...plan.errors].map(({ message }) => message).join(' ') || undefined
}

function useOrder(view: LaneView, { strategy, after }: PromoteInput, applications: readonly string[]) {
  const t = useTranslations('lane.promote')
  const steps = useTranslations('lane.dialog.step')
  const listText = useListText()
  const values = { lane: view.tag, names: listText(applications) }
  const closing = {
    keep: [],
    park: [steps('closeRoutes', values), t('order.park', values)],
    clean: [steps('closeRoutes', values), steps('drain'), steps('deleteObjects', values)],
    remove: [steps('closeRoutes', values), steps('drain'), steps('deleteObjects', values)],
  }
  return [t(`order.${strategy}`, values), t('order.barrier'), ...closing[after]]
}
