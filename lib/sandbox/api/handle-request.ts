import { ApiError } from '@/lib/sandbox/store/api-error'
import type { ApiContext } from './api-context'
import type { ApiRequest } from './api-request'
import type { ApiResponse } from './api-response'
import { authorizePath } from './authorization/authorize'
import { handleDiscovery } from './discovery/discovery'
import { handleOpenApi } from './discovery/open-api'
import { serverVersion } from './discovery/version'
import { handleResource } from './handle-resource'
import { impersonated } from './impersonate'
import { ok, type Reply, unknownPath } from './reply'
import { handleReview } from './reviews/handle-review'
import { parseTarget } from './target'
import type { User } from './users'

const healthPaths = ['/healthz', '/readyz', '/livez']

/** Answers what needs no user: health and version. */
export function handleOpenPath(path: string): Reply | undefined {
  if (healthPaths.includes(path))
    return { status: 200, body: 'ok', headers: { 'content-type': 'text/plain; charset=utf-8' } }
  return path === '/version' ? ok(serverVersion) : undefined
}

/** Answers a request; undefined when the answer is a stream that was begun. Throws ApiError. */
export async function handleRequest(
  context: ApiContext,
  request: Omit<ApiRequest, 'user'> & { user: User | undefined },
  response: ApiResponse,
): Promise<Reply | undefined> {
  const { path } = request
  const open = handleOpenPath(path)
  if (open !== undefined) return open
  if (request.user === undefined) throw new ApiError(401, 'Unauthorized', 'Unauthorized')
  const user = impersonated(context.store, request.user, request.headers)
  const known: ApiRequest = { ...request, user }
  const target = parseTarget(path)
  if (target !== undefined) return handleResource(context, known, target, response)
  const review = handleReview(context.store, known)
  if (review !== undefined) return review
  authorizePath(context.store, user, request.method, path)
  if (path === '/api/v1/componentstatuses') {
    return ok({ kind: 'ComponentStatusList', apiVersion: 'v1', metadata: {}, items: [] })
  }
  const found = handleDiscovery(path, request.headers.accept, context.address) ?? handleOpenApi(path)
  if (found === undefined) throw unknownPath()
  return found
}
