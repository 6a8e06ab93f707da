import type { Application } from './application'
import type { ObjectRef } from './kube-object'
import type { LaneVersion } from './lane'
import type { Convention, LaneGroupDocument } from './lane-group'

/**
 * The name of a lane version's Deployment and Service: `{app}-{tag}`, with convention `zadig` `{deployment}-mse-{tag}`,
 * unless the version names itself. May be longer than Kubernetes allows: `parseDocument` refuses that.
 */
export function versionName(input: {
  convention: Convention
  application: Application
  tag: string
  version: LaneVersion
}): string {
  const { convention, application, tag, version } = input
  if (version.name !== undefined) return version.name
  return copyName(convention, convention === 'zadig' ? application.deployment : application.name, tag)
}

/** The name of a lane's copy of an object of the baseline's. */
export function copyName(convention: Convention, name: string, tag: string): string {
  return convention === 'zadig' ? `${name}-mse-${tag}` : `${name}-${tag}`
}

/** The Deployments and Services that a document makes, in its namespace. Two groups must not share one. */
export function madeWorkloads(group: LaneGroupDocument): ObjectRef[] {
  const { applications, convention, entries, lanes, namespace } = group.spec
  const named = new Set(entries.map(({ application }) => application))
  return lanes.flatMap(({ tag, versions }) =>
    versions.flatMap((version): ObjectRef[] => {
      const application = applications.find(({ name }) => name === version.application)
      if (application === undefined) return []
      const name = versionName({ convention, application, tag, version })
      const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }
      const service = { apiVersion: 'v1', kind: 'Service', namespace, name }
      return named.has(application.name) ? [deployment, service] : [deployment]
    }),
  )
}
