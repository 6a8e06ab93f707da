import { addFieldError, type FieldErrors } from './field-errors'
import type { LaneGroupDocument } from './lane-group'
import { ServiceName } from './names'
import { versionName } from './version-name'

/**
 * Whether the objects of the lanes can be named: at most 63 characters, a letter first where a Service is made, each
 * name once, and none that a baseline has.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function checkNames({ spec }: LaneGroupDocument, errors: FieldErrors): void {
  const { applications, convention, entries, lanes } = spec
  const named = new Set(entries.map(({ application }) => application))
  const baselines = new Set(applications.flatMap(({ deployment, service }) => [deployment, service?.name]))
  const seen = new Map<string, string>()
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
      const problem = nameProblem(name, named.has(application.name))
      if (problem) addFieldError(errors, path, problem)
      const label = `${application.name}-${tag}`
      if (label.length > 63 && version.name !== undefined) {
        addFieldError(
          errors,
          path,
          `label value "${label}" has ${label.length} characters; Kubernetes allows 63`,
        )
      }
      if (baselines.has(name)) addFieldError(errors, path, `"${name}" is the name of a baseline object`)
      const other = seen.get(name)
      if (other) addFieldError(errors, path, `"${name}" would also be the name of ${other}`)
      seen.set(name, `${version.application} in lane ${tag}`)
    }
  }
}

function nameProblem(name: string, hasService: boolean): string | null {
  if (name.length > 63) return `"${name}" has ${name.length} characters; Kubernetes allows 63`
  if (hasService && !ServiceName.safeParse(name).success) {
    return `"${name}" cannot name a Service: it must start with a letter`
  }
  return null
}
