import { badRequest, notFound } from '@/lib/sandbox/store/api-error'
import { numberAt, textAt, valueAt } from '@/lib/sandbox/store/json-path'
import type { Kind } from '@/lib/sandbox/store/kinds'
import type { Json, KubeObject } from '@/lib/sandbox/store/object'
import type { RemoveOptions } from '@/lib/sandbox/store/store'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun, readBody } from './api-request'
import { deleted, type Reply } from './reply'
import { replyObject } from './reply-object'
import type { Target } from './target'

/** DELETE of one object: its Status when it is gone, the object when something holds it for a while. */
export function deleteObject(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const { kind, namespace } = target
  const { store } = context
  const options = removeOptions(request)
  const old = store.get(kind, namespace, name)
  if (old === undefined) throw notFound(kind, name)
  const removed = store.remove(kind, namespace, name, options)
  if (store.get(kind, namespace, name) !== undefined || kind.plural === 'pods') {
    return replyObject(request, kind, removed, 200)
  }
  return goneReply(kind, removed)
}

function goneReply(kind: Kind, object: KubeObject): Reply {
  const { name, uid } = object.metadata
  return deleted({ name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid })
}

/** The options of a deletion: from the body, or from the query where there is no body. Throws BadRequest. */
export function removeOptions(request: ApiRequest): RemoveOptions {
  const body: Json = request.body.length === 0 ? {} : readBody(request)
  const uid = textAt(body, 'preconditions', 'uid')
  const resourceVersion = textAt(body, 'preconditions', 'resourceVersion')
  const grace = numberAt(body, 'gracePeriodSeconds') ?? numberOf(request.query.get('gracePeriodSeconds'))
  const orphans = valueAt(body, 'orphanDependents')
  const older = orphans === true ? 'Orphan' : orphans === false ? 'Background' : undefined
  const policy = propagation(
    textAt(body, 'propagationPolicy') ?? request.query.get('propagationPolicy') ?? older,
  )
  return {
    dryRun: isDryRun(request),
    preconditions: {
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    ...(policy === undefined ? {} : { propagationPolicy: policy }),
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
  }
}

function propagation(word: string | undefined): RemoveOptions['propagationPolicy'] {
  switch (word) {
    case 'Background':
    case 'Foreground':
    case 'Orphan':
    case undefined:
      return word
    default:
      throw badRequest(
        `invalid propagationPolicy: Unsupported value: "${word}": supported values: "Background", "Foreground", "Orphan"`,
      )
  }
}

function numberOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)
  return Number(text)
}
