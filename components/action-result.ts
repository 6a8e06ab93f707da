import type { ErrorBody } from '@/lib/errors'

/** What a server action answers: components take actions as props and know them by this shape. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ErrorBody }
