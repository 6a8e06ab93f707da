import type { ErrorBody } from '@/lib/errors'

/** What an API route answered instead of a result. `code` is `Unreachable` when nothing answered. */
export class ApiProblem extends Error {
  readonly code: ErrorBody['code'] | 'Unreachable'
  readonly body: ErrorBody | null

  constructor(message: string, body: ErrorBody | null, cause?: unknown) {
    super(message, { cause })
    this.name = 'ApiProblem'
    this.code = body?.code ?? 'Unreachable'
    this.body = body
  }
}

/** Reads JSON from one of our own API routes; `T` is the route's response schema. Throws ApiProblem. */
export async function fetchJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, ...init }).catch((cause) => {
    if (init?.signal?.aborted === true) throw cause
    throw new ApiProblem('The console did not answer.', null, cause)
  })
  if (response.ok) return response.json()
  const answer: { error?: ErrorBody } | null = await response.json().catch(() => null)
  throw new ApiProblem(answer?.error?.message ?? `HTTP ${response.status}`, answer?.error ?? null)
}
