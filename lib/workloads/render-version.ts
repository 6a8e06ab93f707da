import { say } from '@/lib/words/sentence'
import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { istioConvention } from './istio'
import { mseConvention } from './mse'
import { plainConvention } from './plain'
import { sharedConvention } from './shared'
import { versionProblem } from './version-problem'
import { zadigConvention } from './zadig'

const conventions: readonly WorkloadConvention[] = [
  mseConvention,
  istioConvention,
  zadigConvention,
  plainConvention,
  sharedConvention,
]

/** A convention by its name; undefined for one that cannot be used yet. */
export function findConvention(name: WorkloadConvention['id']): WorkloadConvention | undefined {
  return conventions.find(({ id }) => id === name)
}

/** The objects of one lane version by its group's convention; one that cannot be made yet is refused by name. */
export function renderVersion(input: VersionInput): RenderedVersion {
  const { convention } = input.group.spec
  const found = findConvention(convention)
  if (found) return found.renderVersion(input)
  const message = say('planning.conventionLater', { convention })
  return { problem: versionProblem(input, 'Unsupported', message) }
}
