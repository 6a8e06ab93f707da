import { ApiError } from '@/lib/sandbox/store/api-error'
import { apiVersionOf } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { objectText } from '@/lib/sandbox/store/object-text'
import { schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import { zeroStruct } from '@/lib/sandbox/store/schema/zero-value'
import type { StoreEvent } from '@/lib/sandbox/store/store'
import type { ApiContext } from './api-context'
import type { ApiRequest } from './api-request'
import type { ApiResponse } from './api-response'
import { checkListOptions } from './check-list-options'
import { inVersion } from './in-version'
import { parseSelection } from './selectors/selection'
import { wantsTable } from './tables/accept'
import { tableOf } from './tables/table'
import type { Target } from './target'

const bookmarkEvery = 30_000
const longestWatch = 3_600
/** A client that reads nothing is cut off rather than kept in memory. */
const longestBacklog = 64 * 1_024 * 1_024

/**
 * Streams the events of a collection until the client's timeout.
 * Throws before the first byte where the query is wrong; a version that is no longer kept is an ERROR event.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export function watchObjects(
  context: ApiContext,
  request: ApiRequest,
  target: Target,
  response: ApiResponse,
): void {
  const { store, hub } = context
  const { kind } = target
  checkListOptions(request.query, true)
  const selection = parseSelection(kind, target.namespace, target.name, request.query)
  const bookmarks = ['true', '1'].includes(request.query.get('allowWatchBookmarks') ?? '')
  const start = startOf(request)
  const writer = eventWriter(request, target, response)
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' })
  response.flushHeaders?.()
  const send = (event: StoreEvent) => {
    const now = event.type !== 'DELETED' && selection.matches(event.object)
    const before = event.old !== undefined && selection.matches(event.old)
    if (now) writer.object(before ? 'MODIFIED' : 'ADDED', event.object)
    else if (before) writer.object('DELETED', event.object)
  }
  if (start.initial) {
    for (const object of store.list(
      kind,
      target.namespace === undefined ? {} : { namespace: target.namespace },
    )) {
      if (selection.matches(object)) writer.object('ADDED', object)
    }
    if (start.streaming && bookmarks) writer.bookmark(store.resourceVersion, true)
  } else {
    const missed = store.eventsSince(kind, start.version)
    if (missed === undefined) {
      writer.error(
        new ApiError(410, 'Expired', `too old resource version: ${start.version} (${store.floor(kind)})`),
      )
      response.end()
      return
    }
    for (const event of missed) send(event)
  }
  const stop = hub.listen(kind, send)
  const ticking = bookmarks
    ? setInterval(() => writer.bookmark(store.resourceVersion, false), bookmarkEvery)
    : undefined
  const timeout = setTimeout(() => response.end(), timeoutOf(request) * 1_000)
  ticking?.unref()
  timeout.unref()
  response.on('close', () => {
    stop()
    clearInterval(ticking)
    clearTimeout(timeout)
  })
}

type Start = { initial: boolean; streaming: boolean; version: number }

function startOf(request: ApiRequest): Start {
  const version = request.query.get('resourceVersion') ?? ''
  const streaming = request.query.get('sendInitialEvents') === 'true'
  if (streaming || version === '' || version === '0') return { initial: true, streaming, version: 0 }
  return { initial: false, streaming, version: Number(version) }
}

function timeoutOf(request: ApiRequest): number {
  const asked = Number(request.query.get('timeoutSeconds') ?? '')
  if (asked > 0) return Math.min(asked, longestWatch)
  return longestWatch / 2 + Math.floor((Math.random() * longestWatch) / 2)
}

type EventWriter = {
  object(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void
  bookmark(version: number, initialEventsEnd: boolean): void
  error(error: ApiError): void
}

function eventWriter(request: ApiRequest, target: Target, response: ApiResponse): EventWriter {
  const { kind } = target
  const tables = wantsTable(request.headers.accept)
  let columns = true
  const write = (line: string) => {
    response.write(`${line}\n`)
    if (response.writableLength > longestBacklog) response.destroy()
  }
  return {
    object(type, object) {
      if (!tables) return write(`{"type":"${type}","object":${objectText(inVersion(kind, object))}}`)
      const { resourceVersion } = object.metadata
      const table = tableOf(kind, [object], { resourceVersion }, request.query.get('includeObject'))
      write(JSON.stringify({ type, object: columns ? table : { ...table, columnDefinitions: null } }))
      columns = false
    },
    bookmark(version, initialEventsEnd) {
      const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}
      const metadata = { resourceVersion: String(version), ...annotations }
      const object = {
        ...zeroStruct(schemaOf(kind)),
        kind: kind.kind,
        apiVersion: apiVersionOf(kind),
        metadata,
      }
      write(JSON.stringify({ type: 'BOOKMARK', object }))
    },
    error(error) {
      write(JSON.stringify({ type: 'ERROR', object: error.toStatus() }))
    },
  }
}
