import { type Sentence, say } from '@/lib/words/sentence'
import { addFieldProblem, type FieldProblems } from './field-problems'
import { hasAgents } from './inner-hops'
import type { LaneGroupDocument } from './lane-group'
import { ServiceName } from './names'
import { versionName } from './version-name'

/**
 * Whether the objects of the lanes can be named: at most 63 characters, a letter first where a Service is made, each
 * name once, and none that a baseline has.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function checkNames({ spec }: LaneGroupDocument, errors: FieldProblems): void {
  const { applications, convention, entries, lanes } = spec
  const named = new Set(entries.map(({ application }) => application))
  const baselines = new Set(applications.flatMap(({ deployment, service }) => [deployment, service?.name]))
  const seen = new Map<string, { application: string; lane: string }>()
  for (const [at, { tag, versions }] of lanes.entries()) {
    for (const [index, version] of versions.entries()) {
      const application = applications.find(({ name }) => name === version.application)
      if (application === undefined) continue
      const name = versionName({ convention, application, tag, version })
      const path = [
        'spec',
        'lanes',
        at,
        'versions',
        index,
        version.name === undefined ? 'application' : 'name',
      ]
      const problem = nameProblem(name, named.has(application.name) || !hasAgents(convention))
      if (problem) addFieldProblem(errors, path, problem)
      const label = `${application.name}-${tag}`
      if (label.length > 63 && version.name !== undefined) {
        addFieldProblem(errors, path, say('checks.labelTooLong', { name: label, count: label.length }))
      }
      if (baselines.has(name)) addFieldProblem(errors, path, say('checks.nameOfBaseline', { name }))
      const other = seen.get(name)
      if (other) addFieldProblem(errors, path, say('checks.nameOfOther', { name, ...other }))
      seen.set(name, { application: version.application, lane: tag })
    }
  }
}

function nameProblem(name: string, hasService: boolean): Sentence | null {
  if (name.length > 63) return say('checks.nameTooLong', { name, count: name.length })
  if (hasService && !ServiceName.safeParse(name).success) {
    return say('checks.serviceName', { name })
  }
  return null
}
