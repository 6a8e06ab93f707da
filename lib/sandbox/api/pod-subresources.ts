import { badRequest, notFound } from '@/lib/sandbox/store/api-error'
import { listAt, objectAt, objectsAt, textAt, valueAt } from '@/lib/sandbox/store/json-path'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { timestamp } from '@/lib/sandbox/store/timestamp'
import type { ApiContext } from './api-context'
import { type ApiRequest, readBody } from './api-request'
import { removeOptions } from './delete-object'
import { type Reply, unknownPath } from './reply'
import type { Target } from './target'

/** Any request to a pod through the server; the name may be `name`, `name:port` or `http:name:port`. */
export async function proxyToPod(
  context: ApiContext,
  request: ApiRequest,
  target: Target,
  name: string,
): Promise<Reply> {
  const parts = name.split(':')
  const [podName = '', portText] = parts.length === 3 ? parts.slice(1) : parts
  const pod = findPod(context, target, podName)
  if (context.podProxy === undefined) throw unknownPath()
  const port = portText === undefined || portText === '' ? undefined : portNumber(pod, portText)
  const query = request.query.toString()
  const { method, headers, body } = request
  const answer = await context.podProxy(pod, port, `/${target.rest}`, query, method, headers, body)
  return { status: answer.status, headers: answer.headers, body: answer.body }
}

function portNumber(pod: KubeObject, text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const ports = objectsAt(pod, 'spec', 'containers').flatMap((container) => objectsAt(container, 'ports'))
  const named = ports.find((port) => port.name === text)
  if (typeof named?.containerPort === 'number') return named.containerPort
  throw badRequest(`no port named "${text}" on pod ${pod.metadata.name}`)
}

/** POST of an eviction: the pod is deleted with its grace period. */
export function evictPod(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const pod = findPod(context, target, name)
  const body = readBody(request)
  const options = valueAt(body, 'deleteOptions') ?? {}
  context.store.remove(
    kinds.pods,
    pod.metadata.namespace,
    name,
    removeOptions({ ...request, body: Buffer.from(JSON.stringify(options)) }),
  )
  return {
    status: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  }
}

/** POST of a binding: the pod gets its node. */
export function bindPod(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const pod = findPod(context, target, name)
  const node = textAt(readBody(request), 'target', 'name')
  if (node === undefined) throw badRequest('a binding needs target.name')
  const spec = isJsonObject(pod.spec) ? pod.spec : {}
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(),
  }
  const conditions = [...listAt(pod, 'status', 'conditions'), scheduled]
  const status = { ...objectAt(pod, 'status'), conditions }
  const bound = { ...pod, spec: { ...spec, nodeName: node }, status }
  context.store.update(kinds.pods, bound, { subresource: 'binding' })
  return {
    status: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  }
}

/** One pod; throws NotFound. */
export function findPod(context: ApiContext, target: Target, name: string): KubeObject {
  const pod = context.store.get(kinds.pods, target.namespace, name)
  if (pod === undefined) throw notFound(kinds.pods, name)
  return pod
}
