import { badRequest } from '@/lib/sandbox/store/api-error'
import { objectsAt, textAt, valueAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { ApiContext, LogLine } from './api-context'
import type { ApiRequest } from './api-request'
import type { ApiResponse } from './api-response'
import { findPod } from './pod-subresources'
import type { Reply } from './reply'
import type { Target } from './target'

const plainText = { 'content-type': 'text/plain' }

/**
 * GET of a container's log, as plain text; `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes` and
 * `previous` are honoured. Throws BadRequest where there is nothing to read yet, in the kubelet's words.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod
 */
export function readPodLog(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const { log } = findLog(context, request, target, name)
  const text = select(request, log?.lines() ?? []).join('')
  const limit = Number(request.query.get('limitBytes') ?? '')
  const body = limit > 0 ? Buffer.from(text).subarray(0, limit).toString() : text
  return { status: 200, body, headers: plainText }
}

/** The same with `follow`: streams until the container's run is over or the client leaves. */
export function followPodLog(
  context: ApiContext,
  request: ApiRequest,
  target: Target,
  name: string,
  response: ApiResponse,
): void {
  const { log } = findLog(context, request, target, name)
  response.writeHead(200, plainText)
  response.flushHeaders?.()
  for (const line of select(request, log?.lines() ?? [])) response.write(line)
  if (log === undefined) {
    response.end()
    return
  }
  const write = written(request)
  const stop = log.follow({ line: (line) => response.write(write(line)), end: () => response.end() })
  response.on('close', stop)
}

function findLog(context: ApiContext, request: ApiRequest, target: Target, name: string) {
  const pod = findPod(context, target, name)
  const names = objectsAt(pod, 'spec', 'containers').map((container) => textAt(container, 'name') ?? '')
  const wanted = request.query.get('container') ?? (names.length === 1 ? names[0] : undefined)
  if (wanted === undefined) {
    const choice = `[${names.join(' ')}]`
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: ${choice}`)
  }
  if (!names.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${name}`)
  const previous = request.query.get('previous') === 'true'
  checkState(pod, wanted, previous)
  return { log: context.podLogs?.(pod, wanted, previous) }
}

function checkState(pod: KubeObject, container: string, previous: boolean): void {
  const statuses = objectsAt(pod, 'status', 'containerStatuses')
  const status = statuses.find((one) => one.name === container)
  const subject = `container "${container}" in pod "${pod.metadata.name}"`
  const ended = valueAt(status, 'lastState', 'terminated') !== undefined
  if (previous && !ended) throw badRequest(`previous terminated ${subject} not found`)
  const reason = textAt(status, 'state', 'waiting', 'reason')
  const begun = status !== undefined && reason === undefined
  if (begun || ended) return
  throw badRequest(`${subject} is waiting to start: ${whyWaiting(reason ?? 'ContainerCreating')}`)
}

function whyWaiting(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled"
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason
}

function select(request: ApiRequest, lines: readonly LogLine[]): string[] {
  const { query } = request
  const seconds = query.get('sinceSeconds')
  const since = seconds === null ? query.get('sinceTime') : new Date(Date.now() - Number(seconds) * 1_000)
  const recent =
    since === null ? lines : lines.filter(({ time }) => Date.parse(time) >= Number(new Date(since)))
  const tail = query.get('tailLines')
  const last = tail === null ? recent : recent.slice(Math.max(0, recent.length - Number(tail)))
  return last.map(written(request))
}

function written({ query }: ApiRequest): (line: LogLine) => string {
  const stamped = query.get('timestamps') === 'true'
  return ({ time, text }) => `${stamped ? `${time} ` : ''}${text}\n`
}
