import { describe, expect, it } from 'vitest'
import type { RouteRule } from '@/lib/domain/route-rule'
import { addRule, moveRule, setCondition, setEveryone, splitRules } from './rule-draft'

const rule = (name: string): RouteRule => ({
  name,
  match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
  targets: [{ lane: 'gray', weight: 100 }],
})
const everyone: RouteRule = { name: 'everyone', targets: [{ lane: 'baseline', weight: 100 }] }
const names = (rules: readonly RouteRule[]) => rules.map(({ name }) => name)

describe('rule draft', () => {
  it('shows what everyone else gets even when no rule says it', () => {
    expect(splitRules([rule('a')])).toMatchObject({
      implied: true,
      everyone: { targets: [{ lane: 'baseline' }] },
    })
    expect(splitRules([rule('a'), everyone]).implied).toBe(false)
  })

  it('adds before everyone else with a name that is free', () => {
    expect(names(addRule([rule('rule-1'), everyone], 'gray'))).toEqual(['rule-1', 'rule-2', 'everyone'])
  })

  it('moves a rule by one place, never past everyone else', () => {
    expect(names(moveRule([rule('a'), rule('b'), everyone], 1, -1))).toEqual(['b', 'a', 'everyone'])
    expect(names(moveRule([rule('a'), rule('b'), everyone], 1, 1))).toEqual(['a', 'b', 'everyone'])
    expect(names(moveRule([rule('a')], 0, -1))).toEqual(['a'])
  })

  it('says everyone else once its targets change', () => {
    const targets = [{ lane: 'gray', weight: 1 }]
    expect(setEveryone([rule('a')], { targets })).toMatchObject([
      { name: 'a' },
      { name: 'everyone', targets },
    ])
    expect(setEveryone([rule('everyone')], { targets })[1]?.name).toBe('everyone-1')
    expect(setEveryone([everyone], { targets })).toEqual([{ name: 'everyone', targets }])
  })

  it('removes a branch with its last condition', () => {
    const match = [[{ source: 'path', operator: 'prefix', value: '/a' }], rule('a').match?.[0] ?? []] as const
    expect(
      setCondition(
        match.map((b) => [...b]),
        { branch: 0, condition: 0 },
        null,
      ),
    ).toHaveLength(1)
  })
})
