import { say } from '@/lib/words/sentence'
import type { RenderedVersion, VersionInput } from './convention'
import { istioConvention } from './istio'
import { mseConvention } from './mse'
import { versionProblem } from './version-problem'

const conventions = [mseConvention, istioConvention]

/** The objects of one lane version by its group's convention; one that cannot be made yet is refused by name. */
export function renderVersion(input: VersionInput): RenderedVersion {
  const { convention } = input.group.spec
  const found = conventions.find(({ id }) => id === convention)
  if (found) return found.renderVersion(input)
  const message = say('planning.conventionLater', { convention })
  return { problem: versionProblem(input, 'Unsupported', message) }
}
