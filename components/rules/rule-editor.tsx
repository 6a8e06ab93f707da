'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { baseline } from '@/lib/domain/baseline'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'
import { EveryoneCard } from './everyone-card'
import type { FeaturesByProvider, RuleEntry } from './provider-features'
import { RuleCard } from './rule-card'
import { addRule, moveRule, removeRule, replaceRule, setEveryone, splitRules } from './rule-draft'
import type { RuleProblem } from './rule-problem'
import type { LaneChoice } from './targets-editor'

type Props = {
  rules: readonly RouteRule[]
  lanes: readonly LaneChoice[]
  entries: readonly RuleEntry[]
  features: FeaturesByProvider
  problems: readonly RuleProblem[]
  onChange: (rules: RouteRule[]) => void
  /** Puts a counter-example into the simulator beside the editor. */
  onTry?: (request: RequestSample) => void
  /** Places of the cards that start open. */
  initiallyOpen?: readonly number[]
}

/** The ordered rules of a group as cards; the last one is always “everyone else”. */
export function RuleEditor({
  rules,
  lanes,
  entries,
  features,
  problems,
  onChange,
  onTry,
  initiallyOpen = [],
}: Props) {
  const t = useTranslations('rules')
  const { conditional, everyone, implied } = splitRules(rules)
  const cards = useCardKeys(conditional.length, initiallyOpen)
  const [said, setSaid] = useState('')
  const focus = useRestoredFocus(rules)
  const list = useRef<HTMLOListElement>(null)
  const add = () => {
    const next = addRule(rules, lanes[0]?.tag ?? baseline)
    cards.add()
    onChange(next)
    const added = next[conditional.length]
    if (added !== undefined) setSaid(t('added', { rule: added.name, place: conditional.length + 1 }))
    requestAnimationFrame(() => {
      list.current?.children[conditional.length]?.querySelector<HTMLElement>('select, input')?.focus()
    })
  }
  return (
    <div>
      <p className="sr-only">{t('keys')}</p>
      <ol ref={list} aria-label={t('title')} className="rounded-[9px] border border-line bg-panel">
        {conditional.map((rule, index) => (
          <RuleCard
            key={cards.keys[index]}
            rule={rule}
            place={index + 1}
            count={conditional.length}
            path={`rules.${index}`}
            open={cards.isOpen(index)}
            lanes={lanes}
            entries={entries}
            features={features}
            problems={problems}
            onTry={onTry}
            onOpen={(open) => cards.setOpen(index, open)}
            onChange={(changed) => onChange(replaceRule(rules, index, changed))}
            onRemove={() => {
              cards.remove(index)
              onChange(removeRule(rules, index))
              setSaid(t('removed', { rule: rule.name }))
            }}
            onMove={(by) => {
              const place = index + by
              if (place < 0 || place >= conditional.length) return
              focus.keep()
              cards.move(index, by)
              onChange(moveRule(rules, index, by))
              setSaid(t('moved', { rule: rule.name, place: place + 1, count: conditional.length }))
            }}
          />
        ))}
        <EveryoneCard
          rule={everyone}
          implied={implied}
          place={conditional.length + 1}
          path={`rules.${conditional.length}`}
          lanes={lanes}
          entries={entries}
          features={features}
          problems={problems}
          onChange={(changed) => onChange(setEveryone(rules, changed))}
          onTry={onTry}
        />
      </ol>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button onClick={add} disabledReason={lanes.length === 0 ? t('noLanes') : undefined}>
          {t('add')}
        </Button>
        {lanes.length === 0 && <span className="text-ink-3">{t('noLanes')}</span>}
      </div>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </div>
  )
}

/** Keys of the cards that follow them when they move, and which of them are open. */
function useCardKeys(count: number, initiallyOpen: readonly number[]) {
  const [keys, setKeys] = useState(() => Array.from({ length: count }, (_, index) => index))
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set(initiallyOpen))
  const nextKey = Math.max(-1, ...keys) + 1
  const shown =
    keys.length >= count ? keys.slice(0, count) : [...keys, ...newKeys(nextKey, count - keys.length)]
  const keyOf = (index: number) => shown[index] ?? -1
  return {
    keys: shown,
    isOpen: (index: number) => open.has(keyOf(index)),
    setOpen: (index: number, isOpen: boolean) => {
      const next = new Set(open)
      if (isOpen) next.add(keyOf(index))
      else next.delete(keyOf(index))
      setOpen(next)
    },
    add: () => {
      const key = Math.max(-1, ...shown) + 1
      setKeys([...shown, key])
      setOpen(new Set([...open, key]))
    },
    remove: (index: number) => setKeys(shown.toSpliced(index, 1)),
    move: (index: number, by: -1 | 1) =>
      setKeys(shown.with(index, keyOf(index + by)).with(index + by, keyOf(index))),
  }
}

function newKeys(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}

/** Moving a card moves its element, which drops the focus: it is given back once the list is drawn again. */
function useRestoredFocus(drawn: unknown) {
  const kept = useRef<Element | null>(null)
  useEffect(() => {
    void drawn
    if (kept.current instanceof HTMLElement) kept.current.focus()
    kept.current = null
  }, [drawn])
  return {
    keep: () => {
      kept.current = document.activeElement
    },
  }
}
