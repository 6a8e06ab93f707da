import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyVersion } from './copy-version'
import { ownMark } from './own-mark'

/** Lane workloads without marks: `{app}-{tag}`, told apart by a key of their selector alone. */
export const plainConvention: WorkloadConvention = { id: 'plain', renderVersion }

function renderVersion(input: VersionInput): RenderedVersion {
  const own = ownMark(input)
  if ('problem' in own) return own
  return copyVersion(input, { own, podLabels: {}, podAnnotations: {} })
}
