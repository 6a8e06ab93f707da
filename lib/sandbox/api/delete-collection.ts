import { apiVersionOf } from '@/lib/sandbox/store/kinds'
import type { ApiContext } from './api-context'
import type { ApiRequest } from './api-request'
import { removeOptions } from './delete-object'
import { ok, type Reply } from './reply'
import { parseSelection } from './selectors/selection'
import type { Target } from './target'

/** DELETE of a collection: every selected object by the same options; gives them as a list. */
export function deleteCollection(context: ApiContext, request: ApiRequest, target: Target): Reply {
  const { kind, namespace } = target
  const selection = parseSelection(kind, namespace, undefined, request.query)
  const options = removeOptions(request)
  const found = context.store
    .list(kind, namespace === undefined ? {} : { namespace })
    .filter(selection.matches)
  const items = found.map((object) =>
    context.store.remove(kind, object.metadata.namespace, object.metadata.name, options),
  )
  const metadata = { resourceVersion: String(context.store.resourceVersion) }
  return ok({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items })
}
