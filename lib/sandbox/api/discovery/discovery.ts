import { ok, type Reply } from '@/lib/sandbox/api/reply'
import { aggregatedDiscovery, aggregatedType } from './aggregated'
import { groupOf, listResources, type Resource, storageVersionHash } from './resources'

/**
 * Answers `/api`, `/apis` and what lists a group or a version; undefined for other paths.
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export function handleDiscovery(
  path: string,
  accept: string | undefined,
  address: string,
): Reply | undefined {
  const aggregated = accept?.includes('as=APIGroupDiscoveryList') === true && accept.includes('v=v2')
  if (path === '/api') return aggregated ? aggregatedReply((group) => group === '') : ok(apiVersions(address))
  if (path === '/apis') return aggregated ? aggregatedReply((group) => group !== '') : ok(groupList())
  const parts = path.split('/').slice(1)
  if (parts[0] === 'api' && parts.length === 2) return resourceList(parts[1] ?? '')
  if (parts[0] !== 'apis') return undefined
  if (parts.length === 2) return groupReply(parts[1] ?? '')
  return parts.length === 3 ? resourceList(`${parts[1]}/${parts[2]}`) : undefined
}

function aggregatedReply(isWanted: (group: string) => boolean): Reply {
  return { status: 200, body: aggregatedDiscovery(isWanted), headers: { 'content-type': aggregatedType } }
}

function apiVersions(address: string): object {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: address }]
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs }
}

function groups(): { name: string; versions: object[]; preferredVersion: object }[] {
  const names = [...new Set([...listResources().keys()].map(groupOf))].filter((name) => name !== '')
  return names.map((name) => {
    const versions = [...listResources().keys()]
      .filter((version) => groupOf(version) === name)
      .map((groupVersion) => ({ groupVersion, version: groupVersion.slice(name.length + 1) }))
    return { name, versions, preferredVersion: versions[0] ?? {} }
  })
}

function groupList(): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups() }
}

function groupReply(name: string): Reply | undefined {
  const group = groups().find((candidate) => candidate.name === name)
  return group === undefined ? undefined : ok({ kind: 'APIGroup', apiVersion: 'v1', ...group })
}

function resourceList(groupVersion: string): Reply | undefined {
  const resources = listResources().get(groupVersion)
  if (resources === undefined) return undefined
  const version = groupVersion === 'v1' ? {} : { apiVersion: 'v1' }
  return ok({ kind: 'APIResourceList', ...version, groupVersion, resources: resources.flatMap(entries) })
}

function entries(resource: Resource): object[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource
  const own = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(resource.stored ? { storageVersionHash: storageVersionHash(resource) } : {}),
  }
  const below = resource.subresources.map((subresource) => ({
    name: `${plural}/${subresource.name}`,
    singularName: '',
    namespaced,
    ...(subresource.group === undefined ? {} : { group: subresource.group, version: subresource.version }),
    kind: subresource.kind ?? kind,
    verbs: subresource.verbs,
  }))
  return [own, ...below]
}
