import type { ErrorBody } from '@/lib/errors'

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ErrorBody }
