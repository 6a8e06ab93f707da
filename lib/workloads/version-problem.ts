import type { Problem } from '@/lib/domain/problem'
import type { Sentence } from '@/lib/words/sentence'
import type { VersionInput } from './convention'

/** A problem of one lane version, at its field in the document. */
export function versionProblem(input: VersionInput, code: string, message: Sentence): Problem {
  const { application, group, lane, version } = input
  const at = group.spec.lanes.findIndex(({ tag }) => tag === lane.tag)
  const index = lane.versions.indexOf(version)
  const path = `spec.lanes.${at}.versions.${index}`
  return { code, message, path, params: { application: application.name, lane: lane.tag } }
}
