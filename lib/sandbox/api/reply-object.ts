import type { Kind } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { objectText } from '@/lib/sandbox/store/object-text'
import type { ApiRequest } from './api-request'
import { inVersion } from './in-version'
import { jsonText, type Reply } from './reply'
import { wantsTable } from './tables/accept'
import { tableOf } from './tables/table'

/** One object, or a table of one row where the client asks for tables. */
export function replyObject(
  request: ApiRequest,
  kind: Kind,
  object: KubeObject,
  status: number,
  headers: Record<string, string> = {},
): Reply {
  if (wantsTable(request.headers.accept)) {
    const { resourceVersion } = object.metadata
    const body = tableOf(kind, [object], { resourceVersion }, request.query.get('includeObject'))
    return { status, body, headers }
  }
  const reply = jsonText(objectText(inVersion(kind, object)), status)
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
