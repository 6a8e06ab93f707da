'use client'

import { useTranslations } from 'next-intl'
import { objectTone } from '@/components/dashboard/object-tone'
import { StatusBadge, StatusGlyph } from '@/components/ui/status-badge'
import type { OperationObject, OperationStepView } from '@/lib/services/schemas/operations'
import { ObjectName } from './object-name'
import { clockText, elapsedMs } from './operation-progress'
import { stepTone } from './step-tone'

type Props = { steps: readonly OperationStepView[]; cluster: string; now: number }

/** The steps in order, each with its objects and what is being done to them. */
export function StepList({ steps, cluster, now }: Props) {
  const t = useTranslations('push')
  return (
    <ol aria-label={t('steps')} className="rounded-[9px] border border-line bg-panel">
      {steps.map((step) => (
        <Step key={step.name} step={step} steps={steps} cluster={cluster} now={now} />
      ))}
    </ol>
  )
}

function Step({ step, steps, cluster, now }: Props & { step: OperationStepView }) {
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
            <StepObject
              key={`${object.ref.kind}/${object.ref.name}`}
              object={object}
              cluster={cluster}
              images={imagesOf(step.name, object, steps)}
            />
          ))}
        </ul>
      )}
    </li>
  )
}

/** From which image to which a baseline goes: the step that writes it says so, also where it is waited for. */
function imagesOf(
  step: OperationStepView['name'],
  object: OperationObject,
  steps: Props['steps'],
): string | null {
  if (step === 'wait-baselines') {
    const { kind, name } = object.ref
    const written = steps.find((one) => one.name === 'baselines')?.objects ?? []
    const same = written.find(({ ref }) => ref.kind === kind && ref.name === name)
    return same === undefined ? null : imagesOf('baselines', same, steps)
  }
  return step === 'baselines' && movesImages.has(object.result) ? object.message : null
}

/** What else is said of a baseline is why it waits or failed, or whose it is now. */
const movesImages: ReadonlySet<OperationObject['result']> = new Set([
  'pending',
  'applying',
  'configured',
  'restored',
])

/** Why it waits or failed is told in sentences; how it ended, in two words. */
function isTold(result: OperationObject['result']): boolean {
  return result === 'waiting' || result === 'failed'
}

type RowProps = { object: OperationObject; cluster: string; images: string | null }

function StepObject({ object: { ref, result, message }, cluster, images }: RowProps) {
  const states = useTranslations('states.object')
  const isLong = isTold(result)
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <span className="min-w-0">
        <span className="text-ink-2">{ref.kind}</span>{' '}
        <ObjectName cluster={cluster} object={ref} isGone={result === 'deleted'} />
      </span>
      <span className="ml-auto flex items-center gap-2">
        {message !== null && message !== images && !isLong && (
          <span className="break-words text-ink-2 text-xs">{message}</span>
        )}
        <StatusBadge tone={objectTone[result]}>{states(result)}</StatusBadge>
      </span>
      {images !== null && (
        <span className="basis-full break-words font-mono text-ink-2 text-xs">{images}</span>
      )}
      {message !== null && isLong && <span className="basis-full text-ink-2 text-xs">{message}</span>}
    </li>
  )
}
