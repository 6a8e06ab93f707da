import { parse as parseYaml } from 'yaml'
import { ApiError, badRequest } from '@/lib/sandbox/store/api-error'
import type { Json } from '@/lib/sandbox/store/object'
import { protobufType, readProtobuf } from './protobuf/read-protobuf'
import type { User } from './users'

/** A request as the handlers see it. `headers` are lower-cased; `body` is empty when there was none. */
export type ApiRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: Buffer
  user: User
}

/** The media type of the body without its parameters. */
export function mediaType(request: ApiRequest): string {
  return (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? ''
}

/** The body as JSON; YAML is read where its media type says so. Throws BadRequest, and 415 for other media types. */
export function readBody(request: ApiRequest): Json {
  const type = mediaType(request)
  const text = request.body.toString('utf8')
  if (type === 'application/yaml' || type === 'application/apply-patch+yaml') return readYaml(text)
  if (type === protobufType) return readProtobuf(request.body)
  if (type.endsWith('json')) return readJson(text)
  const accepted = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted}`
  throw new ApiError(415, 'UnsupportedMediaType', message)
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badRequest(`error decoding request body: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readYaml(text: string): Json {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text)
    } catch {
      // Flow YAML may look like JSON without being it.
    }
  }
  try {
    return parseYaml(text, { maxAliasCount: 100 })
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Whether nothing is to be stored. Throws Invalid-like BadRequest for a word other than All. */
export function isDryRun(request: ApiRequest): boolean {
  const value = request.query.get('dryRun')
  if (value === null || value === '') return false
  if (value === 'All') return true
  throw badRequest(`invalid dryRun: Unsupported value: "${value}": supported values: "All"`)
}

/** The manager that the request names, or the one that its user agent stands for. */
export function managerOf(request: ApiRequest): string {
  const named = request.query.get('fieldManager')
  if (named !== null && named !== '') return named
  const agent = request.headers['user-agent'] ?? ''
  const prefix = agent.split('/')[0] ?? ''
  return prefix === '' ? 'unknown' : prefix
}
