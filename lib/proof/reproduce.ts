import { stringify } from 'yaml'
import { answerText } from './answer'
import { type Comparison, compare } from './compare'
import type { Family } from './family'
import { type Disagreement, documentOf } from './fuzz'
import type { Mutation } from './mutation'
import type { ProofCluster } from './proof-cluster'
import { type Reproduction, shrink } from './shrink'
import { stageOf } from './stage'

type Context = { cluster: ProofCluster; family: Family; mutation?: Mutation }

/** The comparison of a reproduction where its parties disagree; null where they agree or the document is refused. */
export function disagreementOf(
  { input, routes, sample }: Reproduction,
  ages: readonly number[],
  context: Context,
): Comparison | null {
  const document = documentOf({ input })
  if (!document) return null
  const stage = stageOf({ ...context, document, routes, shuffle: () => [...ages] })
  if ('refused' in stage || 'rejected' in stage) return null
  const doors = routes.flatMap((route) => route.doors)
  const comparison = compare(document, doors, stage, sample)
  return comparison.wrong ? comparison : null
}

/** A disagreement for people, as small as it gets: the document's lanes, rules and entries, the request, the three answers. */
export function reproductionText(found: Disagreement, context: Context): string {
  const { input, sample, comparison, routes } = shrink(found, (smaller) =>
    disagreementOf(smaller, found.ages, context),
  )
  const { entries, lanes, rules, tagPolicy, tagHeader } = input.spec
  const { document, read, served, wrong } = comparison
  const answers = {
    wrong,
    document: answerText(document),
    read: answerText(read),
    gateway: answerText(served),
  }
  return stringify(
    {
      provider: context.family.provider,
      tagHeader,
      tagPolicy,
      routes,
      entries,
      lanes,
      rules,
      request: sample,
      answers,
    },
    { aliasDuplicateObjects: false, lineWidth: 0, flowCollectionPadding: false },
  )
}
