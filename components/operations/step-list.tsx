'use client'

import { useTranslations } from 'next-intl'
import { objectTone } from '@/components/dashboard/object-tone'
import { StatusBadge, StatusGlyph } from '@/components/ui/status-badge'
import type { OperationObject, OperationStepView } from '@/lib/services/schemas/operations'
import { clockText, elapsedMs } from './operation-progress'
import { stepTone } from './step-tone'

type Props = { steps: readonly OperationStepView[]; now: number }

/** The steps in order, each with its objects and what is being done to them. */
export function StepList({ steps, now }: Props) {
  const t = useTranslations('push')
  return (
    <ol aria-label={t('steps')} className="rounded-[9px] border border-line bg-panel">
      {steps.map((step) => (
        <Step key={step.name} step={step} now={now} />
      ))}
    </ol>
  )
}

function Step({ step, now }: { step: OperationStepView; now: number }) {
  const t = useTranslations('push')
  const elapsed = elapsedMs(step.startedAt, step.finishedAt, now)
  const idle = step.state === 'pending'
  return (
    <li
      className="border-line-2 not-first:border-t px-3.5 py-2"
      aria-current={step.state === 'running' ? 'step' : undefined}
    >
      <div className="flex flex-wrap items-center gap-x-2">
        <StatusGlyph tone={stepTone[step.state]} />
        <span className={idle ? 'text-ink-3' : 'font-medium'}>{t(`step.${step.name}`)}</span>
        <span className="text-ink-3">{t(`stepState.${step.state}`)}</span>
        {elapsed !== null && (
          <span className="ml-auto font-mono text-ink-3 text-xs tabular-nums">{clockText(elapsed)}</span>
        )}
      </div>
      {step.objects.length > 0 && (
        <ul className="mt-1 ml-5 space-y-0.5">
          {step.objects.map((object) => (
            <StepObject key={`${object.ref.kind}/${object.ref.name}`} object={object} />
          ))}
        </ul>
      )}
    </li>
  )
}

function StepObject({ object: { ref, result, message } }: { object: OperationObject }) {
  const states = useTranslations('states.object')
  // Why it waits or failed is told in sentences; how it ended, in two words.
  const isLong = result === 'waiting' || result === 'failed'
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <span className="min-w-0">
        <span className="text-ink-2">{ref.kind}</span>{' '}
        <span className="break-all font-mono text-xs">{ref.name}</span>
      </span>
      <span className="ml-auto flex items-center gap-2">
        {message !== null && !isLong && <span className="text-ink-2 text-xs">{message}</span>}
        <StatusBadge tone={objectTone[result]}>{states(result)}</StatusBadge>
      </span>
      {message !== null && isLong && <span className="basis-full text-ink-2 text-xs">{message}</span>}
    </li>
  )
}
