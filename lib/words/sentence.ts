import type { reasons } from './reasons'

type Catalogue = typeof reasons
type KeysOf<N extends keyof Catalogue> = `${N}.${keyof Catalogue[N] & string}`

/** The name of a sentence: where its text stands in the message files, such as `refusals.noGroup`. */
export type Reason = { [N in keyof Catalogue]: KeysOf<N> }[keyof Catalogue]

type NamesOf<R extends Reason> = R extends `${infer N}.${infer K}`
  ? N extends keyof Catalogue
    ? K extends keyof Catalogue[N]
      ? Catalogue[N][K] extends readonly (infer P extends string)[]
        ? P
        : never
      : never
    : never
  : never

/** What fills a sentence's text. */
export type ParamsOf<R extends Reason> = Record<NamesOf<R>, Words | number>

/** A sentence of ours in no language yet; `translate` gives it in one. */
export type Sentence = { reason: Reason; params: Record<string, Words> }

/** A sentence of ours, or what somebody else said (a cluster, a person), which stays as it came. */
export type Words = string | Sentence

/** A sentence that needs no params. */
export type PlainReason = { [R in Reason]: [NamesOf<R>] extends [never] ? R : never }[Reason]

/** A sentence; which params it takes is known from its reason. */
export function say<R extends Reason>(
  reason: R,
  ...[params]: [NamesOf<R>] extends [never] ? [] : [ParamsOf<R>]
): Sentence {
  const given: Record<string, Words | number> = params ?? {}
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ])
  return { reason, params: Object.fromEntries(entries) }
}

/** A reason in the place of a schema's message; `fieldErrorsOf` makes a sentence of it. */
export function because<R extends PlainReason & `checks.${string}`>(reason: R): R {
  return reason
}

/** Whether a schema's message is one that `because` gave. */
export function isReason(message: string): message is PlainReason & `checks.${string}` {
  return message.startsWith('checks.')
}
