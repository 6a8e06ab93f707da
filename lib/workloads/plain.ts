import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyVersion, ownKey } from './copy-version'

/** Lane workloads without marks: `{app}-{tag}`, told apart by a key of their selector alone. */
export const plainConvention: WorkloadConvention = { id: 'plain', renderVersion }

function renderVersion(input: VersionInput): RenderedVersion {
  const { application, lane } = input
  const found = ownKey(input)
  if ('problem' in found) return found
  const own = { key: found.key, value: `${application.name}-${lane.tag}` }
  return copyVersion(input, { own, podLabels: {}, podAnnotations: {} })
}
