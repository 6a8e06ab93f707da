import type { ClusterClient } from './cluster-client'
import type { ClusterWire } from './cluster-wire'
import { clusterStatus, type Subject } from './errors'
import { readObject, readPage } from './kube-json'
import { readVersion } from './server-version'

type ReadCalls = Pick<ClusterClient, 'get' | 'find' | 'list' | 'proxyPod' | 'version'>
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

function proxyPod({ name, transport }: ClusterWire): ReadCalls['proxyPod'] {
  return async ({ namespace, pod, port, path, headers }, calling = {}) => {
    const target = `${encodeURIComponent(namespace)}/pods/${encodeURIComponent(`${pod}:${port}`)}`
    const answer = await transport.exchange({
      subject: { cluster: name, verb: 'reach', kind: 'Pod', namespace, name: pod },
      method: 'GET',
      path: `/api/v1/namespaces/${target}/proxy${path.startsWith('/') ? path : `/${path}`}`,
      headers: { accept: '*/*', ...headers },
      repeatable: false,
      ...calling,
    })
    return { status: answer.status, headers: answer.headers, body: answer.text }
  }
}
