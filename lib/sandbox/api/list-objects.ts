import { badRequest } from '@/lib/sandbox/store/api-error'
import { apiVersionOf } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { itemText } from '@/lib/sandbox/store/object-text'
import type { ApiContext } from './api-context'
import type { ApiRequest } from './api-request'
import { checkListOptions, checkListVersion } from './check-list-options'
import { type ContinueToken, decodeContinue, encodeContinue, expiredContinue } from './continue-token'
import { jsonText, ok, type Reply } from './reply'
import { parseSelection } from './selectors/selection'
import { wantsTable } from './tables/accept'
import { tableOf } from './tables/table'
import type { Target } from './target'

type ListMeta = { resourceVersion: string; continue?: string; remainingItemCount?: number }

/** GET of a collection, whole or in pieces, as a list or a table. */
export function listObjects(context: ApiContext, request: ApiRequest, target: Target): Reply {
  const { store } = context
  const { kind, namespace } = target
  checkListOptions(request.query, false)
  checkListVersion(store, request.query)
  const selection = parseSelection(kind, namespace, undefined, request.query)
  const from = continueFrom(context, request, target)
  const all = store.list(kind, namespace === undefined ? {} : { namespace })
  const found = all.filter(
    (object) => selection.matches(object) && (from === undefined || keyOf(target, object) > from.start),
  )
  const limit = limitOf(request)
  const page = limit === undefined ? found : found.slice(0, limit)
  const version = from?.version ?? store.resourceVersion
  const metadata: ListMeta = { resourceVersion: String(version) }
  const last = page[page.length - 1]
  if (last !== undefined && page.length < found.length) {
    metadata.continue = encodeContinue({ version, start: keyOf(target, last) })
    if (!selection.narrowed) metadata.remainingItemCount = found.length - page.length
  }
  if (wantsTable(request.headers.accept)) {
    return ok(tableOf(kind, page, metadata, request.query.get('includeObject')))
  }
  const head = JSON.stringify({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata })
  return jsonText(`${head.slice(0, -1)},"items":[${page.map(itemText).join(',')}]}`)
}

function continueFrom(context: ApiContext, request: ApiRequest, target: Target): ContinueToken | undefined {
  const text = request.query.get('continue')
  if (text === null || text === '') return undefined
  const token = decodeContinue(text)
  if (token.version < context.store.floor(target.kind)) throw expiredContinue()
  return token
}

function limitOf(request: ApiRequest): number | undefined {
  const text = request.query.get('limit')
  if (text === null || text === '' || text === '0') return undefined
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)
  return Number(text)
}

/** The key of an object below its collection, as continue tokens name it. */
function keyOf(target: Target, object: KubeObject): string {
  const { namespace, name } = object.metadata
  return target.namespace === undefined && namespace !== undefined ? `${namespace}/${name}` : name
}
