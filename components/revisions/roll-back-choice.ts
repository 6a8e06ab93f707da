import type { DocumentChange } from '@/lib/domain/document-changes'

/** A revision that one can roll back to, with what would change. */
export type RollBackChoice = {
  number: number
  createdAt: string
  createdBy: string
  pushed: boolean
  changes: DocumentChange[]
  /** Baseline images that would change, by application. */
  images: { application: string; from: string; to: string }[]
}

/** The revision that is offered first: the newest below the current one that was pushed, else the newest below. */
export function likelyChoice(
  choices: readonly RollBackChoice[],
  current: number,
): RollBackChoice | undefined {
  const earlier = choices.filter(({ number }) => number < current).sort((a, b) => b.number - a.number)
  return earlier.find(({ pushed }) => pushed) ?? earlier[0]
}
