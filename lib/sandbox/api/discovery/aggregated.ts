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

function entry(resource: Resource): object {
  const { plural, singular, kind, verbs, shortNames, categories, namespaced, subresources } = resource
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
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
              group: subresource.group ?? '',
              version: subresource.version ?? '',
              kind: subresource.kind ?? kind,
            },
            verbs: subresource.verbs,
          })),
        }),
  }
}
