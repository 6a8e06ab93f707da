/** What happens to one request: see the fields of SimulateResult in the API. */
export type Simulation = {
  /** The rule that decided; null when the implied `everyone → baseline` did. */
  rule: string | null
  /** The client's own tag, where it decided before any rule. */
  picked?: string
  /** A tag or `baseline`; with several targets the one with the largest share. */
  lane: string
  shares: { lane: string; share: number }[]
  /** The rules of the entry up to the one that decided; `failed` names the first failing condition of each branch. */
  why: { rule: string; matched: boolean; failed: { branch: number; condition: string }[] }[]
  hops: { application: string; lane: string; fallback: boolean }[]
}
