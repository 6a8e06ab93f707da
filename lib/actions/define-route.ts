import { readerLanguage } from '@/lib/words/reader-language'
import { say } from '@/lib/words/sentence'
import 'server-only'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { authenticate } from '@/lib/services/auth/authenticate'
import { contextOf, hasRole, type Role, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { refuseOtherSite, requireOwnOrigin } from './allowed-origin'
import { markAuthorised } from './authorised-mark'
import { failureOf } from './failure'
import { presentedBy } from './presented'
import { type BodyFormat, readBody } from './read-body'

/** What a route takes and gives; the OpenAPI page is made of it. */
export type RouteDefinition<
  P extends string = string,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
> = {
  summary: string
  role: Role | 'public'
  params?: readonly P[]
  query?: Q
  body?: B
  bodyFormats?: readonly BodyFormat[]
  /** The JSON answer by status; null = an empty one. A text is the media type of another kind of answer. */
  responses: Record<number, z.ZodType | string | null>
}

export type RouteInput<P extends string, Q extends z.ZodType, B extends z.ZodType> = {
  params: Record<P, string>
  query: z.output<Q>
  body: z.output<B>
  request: Request
  /** Asks again whether the caller is still let in: for streams that outlive their first check. */
  isStillAllowed: () => Promise<boolean>
}

export type Reply = { status?: number; body?: unknown; headers?: Record<string, string> } | Response
type NextContext = { params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = (request: Request, next: NextContext) => Promise<Response>

const definition = Symbol.for('lanekeeper.route')
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Wraps a handler of app/api: caller, role, origin, query, body, answer and errors. */
export function defineRoute<P extends string, Q extends z.ZodType, B extends z.ZodType>(
  route: RouteDefinition<P, Q, B> & { role: Role },
  handler: (ctx: ServiceContext, input: RouteInput<P, Q, B>) => Promise<Reply>,
): RouteHandler {
  return wrap(route, (ctx, input) => {
    if (!ctx) throw new AppError('Unauthenticated', say('refusals.noCredentials'))
    if (!hasRole(ctx.actor, route.role)) throw forbidden(ctx, route.role)
    return handler(ctx, input)
  })
}

/** The same for what everybody may read; `ctx` is null for a stranger. */
export function definePublicRoute<P extends string, Q extends z.ZodType, B extends z.ZodType>(
  route: RouteDefinition<P, Q, B> & { role: 'public' },
  handler: (ctx: ServiceContext | null, input: RouteInput<P, Q, B>) => Promise<Reply>,
): RouteHandler {
  return wrap(route, handler)
}

export function definitionOf(handler: unknown): RouteDefinition | null {
  if (typeof handler !== 'function') return null
  const value: unknown = Reflect.get(handler, definition)
  return isDefinition(value) ? value : null
}

function isDefinition(value: unknown): value is RouteDefinition {
  return typeof value === 'object' && value !== null && 'summary' in value && 'responses' in value
}

function forbidden(ctx: ServiceContext, needed: Role): AppError {
  log().warn({ actor: ctx.actor.name, role: ctx.actor.role, needed, requestId: ctx.requestId }, 'refused')
  return new AppError(
    'Forbidden',
    say('refusals.needsRole', { needed, name: ctx.actor.name, role: ctx.actor.role }),
  )
}

function wrap<P extends string, Q extends z.ZodType, B extends z.ZodType>(
  route: RouteDefinition<P, Q, B>,
  handler: (ctx: ServiceContext | null, input: RouteInput<P, Q, B>) => Promise<Reply>,
): RouteHandler {
  async function handle(request: Request, next: NextContext): Promise<Response> {
    const requestId = randomUUID()
    const language = readerLanguage(request.headers)
    try {
      const presented = presentedBy(request.headers)
      const actor = await authenticate(presented)
      if (actor?.kind === 'user') checkSite(request)
      const ctx = actor && contextOf(actor, { requestId, language })
      const input = await readInput(route, request, next, {
        mayRead: route.role === 'public' || (actor !== null && hasRole(actor, route.role)),
        isStillAllowed: async () => isSame(actor, await authenticate(presented), route.role),
      })
      return toResponse(await handler(ctx, input))
    } catch (error) {
      const { pathname } = new URL(request.url)
      const { status, body } = failureOf(
        error,
        { requestId, method: request.method, path: pathname },
        language,
      )
      return Response.json({ error: body }, { status, headers: errorHeaders(status, body.details) })
    }
  }
  Object.defineProperty(handle, definition, { value: route })
  return markAuthorised(handle, { by: 'route', role: route.role })
}

function checkSite(request: Request): void {
  if (safeMethods.has(request.method)) refuseOtherSite(request.headers)
  else requireOwnOrigin(request.headers)
}

function isSame(
  before: ServiceContext['actor'] | null,
  now: ServiceContext['actor'] | null,
  role: Role | 'public',
): boolean {
  if (role === 'public') return true
  return before !== null && now !== null && before.id === now.id && hasRole(now, role)
}

/** The body of somebody who is refused anyway is not read. */
async function readInput<P extends string, Q extends z.ZodType, B extends z.ZodType>(
  route: RouteDefinition<P, Q, B>,
  request: Request,
  next: NextContext,
  { mayRead, isStillAllowed }: { mayRead: boolean; isStillAllowed: () => Promise<boolean> },
): Promise<RouteInput<P, Q, B>> {
  const params = await next.params
  const named = (route.params ?? []).map((name) => [name, String(params[name] ?? '')])
  const query = mayRead ? parseQuery(route.query, new URL(request.url).searchParams) : undefined
  const body =
    mayRead && route.body
      ? parseInput(route.body, await readBody(request, route.bodyFormats ?? ['json']))
      : undefined
  // The three are what the definition's own schemas gave; only the caller who is refused gets less.
  return { params: Object.fromEntries(named), query, body, request, isStillAllowed } as RouteInput<P, Q, B>
}

function parseQuery(schema: z.ZodType | undefined, given: URLSearchParams): unknown {
  if (!schema) return undefined
  const names = [...given.keys()]
  const repeated = names.find((name, at) => names.indexOf(name) !== at)
  if (repeated !== undefined) {
    throw new AppError('Invalid', say('refusals.parameterTwice', { name: repeated }), {
      fields: { [repeated]: [say('refusals.givenTwice')] },
    })
  }
  return parseInput(schema, Object.fromEntries(given))
}

function toResponse(reply: Reply): Response {
  if (reply instanceof Response) return reply
  const headers = { 'cache-control': 'no-store', ...reply.headers }
  const status = reply.status ?? (reply.body === undefined ? 204 : 200)
  return reply.body === undefined
    ? new Response(null, { status, headers })
    : Response.json(reply.body, { status, headers })
}

function errorHeaders(status: number, details: Record<string, unknown> | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store' }
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (typeof details?.retryAfterSeconds === 'number')
    headers['retry-after'] = String(details.retryAfterSeconds)
  return headers
}
