import { type GovernedApplication, governanceNameKey } from './governance'
import { asTexts, at } from './json'
import type { KubeObject } from './kube-object'

/** What a mend changes on a Deployment: its path in the object, the value before and after. */
export type GovernanceEdit = { path: readonly string[]; before: string | null; after: string }

/**
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/#kubectl-k8s-io-restart-at
 */
const restartKey = 'kubectl.kubernetes.io/restartedAt'

/**
 * What an owner would do for the gaps that lie in his own Deployment: the name in MSE, which is the Deployment's, and pods
 * made anew where they are from before the agent. A new label makes them anew too. Empty when no gap is of that kind.
 */
export function mendGaps(
  deployment: KubeObject,
  gaps: GovernedApplication['gaps'],
  now: Date,
): GovernanceEdit[] {
  const metadata = ['spec', 'template', 'metadata']
  if (gaps.includes('name'))
    return [
      {
        path: [...metadata, 'labels', governanceNameKey],
        before: null,
        after: deployment.metadata.name,
      },
    ]
  if (!gaps.includes('restart')) return []
  const annotations = asTexts(at(deployment, ...metadata, 'annotations'))
  return [
    {
      path: [...metadata, 'annotations', restartKey],
      before: annotations[restartKey] ?? null,
      after: now.toISOString(),
    },
  ]
}
