import { groupOf, listResources, type Resource } from './resources'

/** The media type of aggregated discovery. @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
export const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** All resources of the wanted groups in one document. */
export function aggregatedDiscovery(isWanted: (group: string) => boolean): object {
  const versions = [...listResources()].filter(([groupVersion]) => isWanted(groupOf(groupVersion)))
  const names = [...new Set(versions.map(([groupVersion]) => groupOf(groupVersion)))]
  const items = names.map((name) => ({
    metadata: name === '' ? {} : { name },
    versions: versions
      .filter(([groupVersion]) => groupOf(groupVersion) === name)
      .map(([groupVersion, resources]) => ({
        version: name === '' ? groupVersion : groupVersion.slice(name.length + 1),
        resources: resources.map(entry),
        freshness: 'Current',
      })),
  }))
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items }
}

/** Built-in kinds leave group and version to the document's place; custom ones name them. */
function ownKind({ group, version, kind, custom }: Resource): object {
  return custom === undefined ? { group: '', version: '', kind } : { group, version, kind }
}

function entry(resource: Resource): object {
  const { plural, singular, verbs, shortNames, categories, namespaced, subresources } = resource
  return {
    resource: plural,
    responseKind: ownKind(resource),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0
      ? {}
      : {
          subresources: subresources.map((subresource) => ({
            subresource: subresource.name,
            responseKind: {
              ...ownKind(resource),
              ...(subresource.group === undefined
                ? {}
                : { group: subresource.group, version: subresource.version }),
              ...(subresource.kind === undefined ? {} : { kind: subresource.kind }),
            },
            verbs: subresource.verbs,
          })),
        }),
  }
}
