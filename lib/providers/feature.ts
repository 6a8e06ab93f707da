import type { ConditionOperator, ConditionSource } from '@/lib/domain/condition'

/**
 * One thing a gateway can express. `{source}-{operator}` a condition; `not-{source}` negation of it (`not`: of every source); `and-header-query` one header
 * and one query condition in one branch; `and` any conditions in one branch; `or` several branches; `weighted` shares
 * for requests no condition decides; `weighted-match` shares of matched requests; `n-way` more than two versions;
 * `match-baseline` a condition that keeps requests on the baseline; `set-tag` the gateway writes the tag header; `remove-tag` it can strip a tag sent by a client; `sticky` one user,
 * one lane; `replicas` numbers of pods behind the baseline's Service make the shares; `fallback` it goes to the baseline by itself when a lane has no ready pods.
 */
export type Feature =
  | `${ConditionSource}-${ConditionOperator}`
  | 'not'
  | `not-${ConditionSource}`
  | 'and-header-query'
  | 'and'
  | 'or'
  | 'weighted'
  | 'weighted-match'
  | 'n-way'
  | 'match-baseline'
  | 'set-tag'
  | 'remove-tag'
  | 'sticky'
  | 'replicas'
  | 'fallback'
