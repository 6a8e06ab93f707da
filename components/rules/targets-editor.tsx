'use client'

import { X } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { formatShare } from '@/components/ui/format-share'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { ShareBar } from '@/components/ui/share-bar'
import { baseline } from '@/lib/domain/baseline'
import type { Target } from '@/lib/domain/route-rule'
import { targetShares } from './target-shares'

export type LaneChoice = { tag: string; colour: number }

type Props = {
  targets: readonly Target[]
  lanes: readonly LaneChoice[]
  onChange: (targets: Target[]) => void
  /** Why a second target cannot be added. */
  splitRefused?: string | undefined
}

const maxWeight = 1_000_000

/** Lanes with integer weights, each with the share it makes; a bar shows the whole. */
export function TargetsEditor({ targets, lanes, onChange, splitRefused }: Props) {
  const t = useTranslations('rules')
  const locale = useLocale()
  const nameOf = (lane: string) => (lane === baseline ? t('baselineName') : lane)
  const colourOf = (lane: string) => lanes.find(({ tag }) => tag === lane)?.colour ?? -1
  const choices = [baseline, ...lanes.map(({ tag }) => tag)]
  const free = choices.filter((lane) => targets.every((target) => target.lane !== lane))
  const shares = targetShares(targets)
  const [next] = free
  return (
    <div className="space-y-2">
      {targets.length > 1 && (
        <ShareBar parts={shares.map(({ lane, share }) => ({ lane, share, colour: colourOf(lane) }))} />
      )}
      {targets.map((target, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a target is its place; its lane may be changed
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Field label={t('target', { place: index + 1 })} labelHidden className="w-36">
            {(control) => (
              <Select
                {...control}
                value={target.lane}
                onChange={(event) => onChange(targets.with(index, { ...target, lane: event.target.value }))}
              >
                {choices
                  .filter((lane) => lane === target.lane || free.includes(lane))
                  .map((lane) => (
                    <option key={lane} value={lane}>
                      {nameOf(lane)}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
          <Field label={t('weightOf', { lane: nameOf(target.lane) })} labelHidden className="w-24">
            {(control) => (
              <Input
                {...control}
                type="number"
                inputMode="numeric"
                min={0}
                max={maxWeight}
                step={1}
                className="text-right tabular-nums"
                value={target.weight}
                onChange={(event) =>
                  onChange(targets.with(index, { ...target, weight: weightOf(event.target.value) }))
                }
              />
            )}
          </Field>
          <span className="min-w-16 text-ink-2 tabular-nums">
            {t('shareIs', { share: formatShare(shares[index]?.share ?? 0, locale) })}
          </span>
          {targets.length > 1 && (
            <Button
              size="sm"
              variant="ghost"
              aria-label={t('removeTarget', { lane: nameOf(target.lane) })}
              onClick={() => onChange(targets.toSpliced(index, 1))}
            >
              <X aria-hidden="true" className="size-3.5" />
            </Button>
          )}
        </div>
      ))}
      <div className="flex flex-wrap gap-1">
        {next !== undefined && (
          <Button
            size="sm"
            variant="ghost"
            disabledReason={splitRefused}
            onClick={() => onChange([...targets, { lane: next, weight: 0 }])}
          >
            {t('addTarget')}
          </Button>
        )}
        {targets.length > 1 && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => onChange(targets.map(({ lane }) => ({ lane, weight: 1 })))}
          >
            {t('evenly')}
          </Button>
        )}
      </div>
    </div>
  )
}

function weightOf(text: string): number {
  const weight = Number.parseInt(text, 10)
  return Number.isNaN(weight) ? 0 : Math.min(maxWeight, Math.max(0, weight))
}
