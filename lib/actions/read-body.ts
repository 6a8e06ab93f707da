import { type Sentence, say } from '@/lib/words/sentence'
import 'server-only'
import { AppError } from '@/lib/errors'
import { parseYaml } from './parse-yaml'

export const maxBodyBytes = 256 * 1024
const maxDepth = 100

export type BodyFormat = 'json' | 'yaml'

const formatOf: Record<string, BodyFormat> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
}

/** The parsed body, or undefined where there is none. Raises `TooLarge` (413) and `Invalid` (400, 415). */
export async function readBody(request: Request, formats: readonly BodyFormat[]): Promise<unknown> {
  const text = await readText(request)
  if (text.trim() === '') return undefined
  const type = (request.headers.get('content-type') ?? 'application/json').split(';')[0] ?? ''
  const format = formatOf[type.trim().toLowerCase()]
  if (!format || !formats.includes(format)) {
    throw new AppError('Invalid', say('refusals.contentType', { type, formats: formats.join(' / ') }), {
      httpStatus: 415,
    })
  }
  const value = format === 'yaml' ? parseYaml(text) : parseJson(text)
  if (isDeeperThan(value, maxDepth)) refuse(say('refusals.bodyDepth'))
  return value
}

function refuse(words: Sentence): never {
  throw new AppError('Invalid', words, { httpStatus: 400 })
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () => new AppError('TooLarge', say('refusals.bodySize'))
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge()
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    // Somebody who goes away in the middle is no failure of ours.
    const { done, value } = await reader.read().catch(() => refuse(say('refusals.bodyCut')))
    if (done) break
    size += value.byteLength
    if (size > maxBodyBytes) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return refuse(say('refusals.bodyUtf8'))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__') refuse(say('refusals.bodyProto'))
      return value
    })
  } catch (error) {
    if (error instanceof AppError) throw error
    return refuse(say('refusals.bodyJson'))
  }
}

function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= limit; depth++) {
    level = level.flatMap((node) => (typeof node === 'object' && node !== null ? Object.values(node) : []))
    if (level.length === 0) return false
  }
  return true
}
