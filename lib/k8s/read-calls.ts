import type { ClusterClient, PodAnswer, PodRequest } from './cluster-client'
import type { ClusterWire } from './cluster-wire'
import { clusterStatus, type Subject } from './errors'
import { readObject, readPage } from './kube-json'
import { readVersion } from './server-version'

type ReadCalls = Pick<ClusterClient, 'get' | 'find' | 'list' | 'proxyPod' | 'proxyService' | 'version'>
const pageSize = '500'

export function readCalls(wire: ClusterWire): ReadCalls {
  const get = getObject(wire)
  return {
    get,
    async find(ref, calling) {
      try {
        return await get(ref, calling)
      } catch (error) {
        if (clusterStatus(error) === 404) return null
        throw error
      }
    },
    list: listObjects(wire),
    proxyPod: proxyPod(wire),
    proxyService: proxyService(wire),
    async version(calling = {}) {
      const subject: Subject = { cluster: wire.name, verb: 'version' }
      const asked = { subject, method: 'GET', path: '/version', repeatable: true, ...calling } as const
      return readVersion((await wire.transport.send(asked)).text, subject)
    },
  }
}

function getObject({ transport, pathOf, subjectOf }: ClusterWire): ReadCalls['get'] {
  return async (ref, calling = {}) => {
    const subject = subjectOf('get', ref)
    const path = await pathOf(ref)
    const answer = await transport.send({ subject, method: 'GET', path, repeatable: true, ...calling })
    return readObject(answer.text, subject)
  }
}

function listObjects({ transport, pathOf, subjectOf }: ClusterWire): ReadCalls['list'] {
  return async ({ labelSelector, fieldSelector, ...of }, calling = {}) => {
    const subject = subjectOf('list', of)
    const base = await pathOf(of)
    const query = new URLSearchParams({
      limit: pageSize,
      ...(labelSelector !== undefined && { labelSelector }),
      ...(fieldSelector !== undefined && { fieldSelector }),
    })
    const items = []
    for (;;) {
      const path = `${base}?${query}`
      const answer = await transport.send({ subject, method: 'GET', path, repeatable: true, ...calling })
      const page = readPage(answer.text, of, subject)
      items.push(...page.items)
      if (page.next === undefined) return items
      query.set('continue', page.next)
    }
  }
}

function proxyPod(wire: ClusterWire): ReadCalls['proxyPod'] {
  const proxy = proxyTo(wire)
  return ({ pod, port, ...asked }, calling) =>
    proxy({ ...asked, kind: 'Pod', plural: 'pods', name: pod, id: `${pod}:${port}` }, calling)
}

function proxyService(wire: ClusterWire): ReadCalls['proxyService'] {
  const proxy = proxyTo(wire)
  return ({ service, port, ...asked }, calling) =>
    proxy({ ...asked, kind: 'Service', plural: 'services', name: service, id: `${service}:${port}` }, calling)
}

type Proxied = Pick<PodRequest, 'namespace' | 'path' | 'headers'> & {
  kind: string
  plural: 'pods' | 'services'
  name: string
  id: string
}

function proxyTo({ name: cluster, transport }: ClusterWire) {
  return async (
    { kind, plural, name, id, namespace, path, headers }: Proxied,
    calling: Parameters<ReadCalls['proxyPod']>[1] = {},
  ): Promise<PodAnswer> => {
    const target = `${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(id)}`
    const answer = await transport.exchange({
      subject: { cluster, verb: 'reach', kind, namespace, name },
      method: 'GET',
      path: `/api/v1/namespaces/${target}/proxy${path.startsWith('/') ? path : `/${path}`}`,
      headers: { accept: '*/*', ...headers },
      repeatable: false,
      ...calling,
    })
    return { status: answer.status, headers: answer.headers, body: answer.text }
  }
}
