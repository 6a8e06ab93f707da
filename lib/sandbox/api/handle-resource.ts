import { notFound } from '@/lib/sandbox/store/api-error'
import type { ApiContext } from './api-context'
import type { ApiRequest } from './api-request'
import type { ApiResponse } from './api-response'
import type { Verb } from './authorization/attributes'
import { authorize } from './authorization/authorize'
import { createObject } from './create-object'
import { deleteCollection } from './delete-collection'
import { deleteObject } from './delete-object'
import { listObjects } from './list-objects'
import { patchObject } from './patch-object'
import { followPodLog, readPodLog } from './pod-log'
import { bindPod, evictPod, proxyToPod } from './pod-subresources'
import { methodNotAllowed, type Reply } from './reply'
import { replyObject } from './reply-object'
import { handleScale } from './scale'
import { proxyToService } from './service-proxy'
import type { Target } from './target'
import { requestToken } from './token-request'
import { updateObject } from './update-object'
import { watchObjects } from './watch-objects'

/** Answers a request for a resource; undefined when the answer is a stream that was begun. */
export async function handleResource(
  context: ApiContext,
  request: ApiRequest,
  target: Target,
  response: ApiResponse,
): Promise<Reply | undefined> {
  const verb = verbOf(request, target)
  authorize(context.store, request.user, verb, named(request, target))
  const { name } = target
  if (verb === 'watch') {
    watchObjects(context, request, target, response)
    return undefined
  }
  if (name === undefined) return handleCollection(context, request, target, verb)
  if (
    `${target.kind.plural}/${target.subresource}` === 'pods/log' &&
    request.query.get('follow') === 'true'
  ) {
    followPodLog(context, request, target, name, response)
    return undefined
  }
  if (target.subresource !== undefined && !['status', 'finalize'].includes(target.subresource)) {
    return handleSubresource(context, request, target, name)
  }
  return handleObject(context, request, target, name)
}

/** A list of one name is asked for by that name. */
function named(request: ApiRequest, target: Target): Target {
  const [, name] = /(?:^|,)metadata\.name==?([^,]+)/.exec(request.query.get('fieldSelector') ?? '') ?? []
  return target.name === undefined && name !== undefined ? { ...target, name } : target
}

function verbOf(request: ApiRequest, target: Target): Verb {
  const named = target.name !== undefined
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const watching = ['true', '1'].includes(request.query.get('watch') ?? '')
      if (watching && target.subresource === undefined) return 'watch'
      return named ? 'get' : 'list'
    }
    case 'POST':
      return 'create'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return named ? 'delete' : 'deletecollection'
    default:
      throw methodNotAllowed()
  }
}

function handleCollection(context: ApiContext, request: ApiRequest, target: Target, verb: Verb): Reply {
  switch (verb) {
    case 'list':
      return listObjects(context, request, target)
    case 'create':
      if (target.kind.namespaced && target.namespace === undefined) throw methodNotAllowed()
      return createObject(context, request, target)
    case 'deletecollection':
      return deleteCollection(context, request, target)
    default:
      throw methodNotAllowed()
  }
}

function handleObject(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const object = context.store.get(target.kind, target.namespace, name)
      if (object === undefined) throw notFound(target.kind, name)
      return replyObject(request, target.kind, object, 200)
    }
    case 'PUT':
      return updateObject(context, request, target, name)
    case 'PATCH':
      return patchObject(context, request, target, name)
    case 'DELETE':
      if (target.subresource === undefined) return deleteObject(context, request, target, name)
      throw methodNotAllowed()
    default:
      throw methodNotAllowed()
  }
}

async function handleSubresource(
  context: ApiContext,
  request: ApiRequest,
  target: Target,
  name: string,
): Promise<Reply> {
  switch (`${target.kind.plural}/${target.subresource}`) {
    case 'pods/log':
      return readPodLog(context, request, target, name)
    case 'pods/proxy':
      return proxyToPod(context, request, target, name)
    case 'services/proxy':
      return proxyToService(context, request, target, name)
    case 'pods/eviction':
      return evictPod(context, request, target, name)
    case 'serviceaccounts/token':
      return requestToken(context, request, target, name)
    case 'pods/binding':
      return bindPod(context, request, target, name)
    case 'deployments/scale':
    case 'replicasets/scale':
    case 'statefulsets/scale':
    case 'replicationcontrollers/scale':
      return handleScale(context, request, target, name)
    default:
      throw methodNotAllowed()
  }
}
