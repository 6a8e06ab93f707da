import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { getService, type Service } from '@/lib/sandbox/shapes/service'
import { ApiError, notFound } from '@/lib/sandbox/store/api-error'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { ApiContext } from './api-context'
import type { ApiRequest } from './api-request'
import { findPod } from './pod-subresources'
import { type Reply, unknownPath } from './reply'
import type { Target } from './target'

/**
 * Any request to a Service through the server, answered by one of its ready pods drawn at random, as behind its virtual
 * address; the name may be `name`, `name:port` or `http:name:port`, the port a number or a name.
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
export async function proxyToService(
  context: ApiContext,
  request: ApiRequest,
  target: Target,
  id: string,
): Promise<Reply> {
  const parts = id.split(':')
  const [name = '', portText = ''] = parts.length === 3 ? parts.slice(1) : parts
  const service = getService(context.store, target.namespace, name)
  if (service === undefined) throw notFound(kinds.services, name)
  if (context.podProxy === undefined) throw unknownPath()
  const ready = readyPods(context, target, name, portName(service, portText))
  const chosen = ready[Math.floor(Math.random() * ready.length)]
  if (chosen === undefined) throw unavailable(`no endpoints available for service "${id}"`)
  const pod = findPod(context, target, chosen.pod)
  const query = request.query.toString()
  const { method, headers, body } = request
  const answer = await context.podProxy(pod, chosen.port, `/${target.rest}`, query, method, headers, body)
  return { status: answer.status, headers: answer.headers, body: answer.body }
}

/** A number stands for the port's name; without a port it is the one without a name. */
function portName({ metadata, spec }: Service, text: string): string {
  if (!/^\d+$/.test(text)) return text
  const port = spec.ports?.find((candidate) => candidate.port === Number(text))
  if (port === undefined) throw unavailable(`no service port ${text} found for service "${metadata.name}"`)
  return port.name ?? ''
}

function readyPods({ store }: ApiContext, { namespace }: Target, service: string, portName: string) {
  return listSlices(store, namespace, service).flatMap(({ ports, endpoints }) => {
    const port = ports?.find(({ name }) => name === portName)?.port
    return (endpoints ?? []).flatMap(({ conditions, targetRef }) =>
      port !== undefined && conditions.ready && targetRef ? [{ pod: targetRef.name, port }] : [],
    )
  })
}

function unavailable(message: string): ApiError {
  return new ApiError(503, 'ServiceUnavailable', message)
}
