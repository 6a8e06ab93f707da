import { AppError } from '@/lib/errors'
import type { KindPath } from './kinds'

/** How long a "no" holds; a kind that was served once stays. */
const keepMs = 60_000

type Find = (apiVersion: string, kind: string) => Promise<KindPath>

/** Tells whether a cluster serves a kind in a version. A server that cannot say leaves the last answer standing. */
export function createServedKinds(find: Find) {
  const answers = new Map<string, { at: number; served: boolean }>()
  return async function serves({ apiVersion, kind }: { apiVersion: string; kind: string }): Promise<boolean> {
    const key = `${apiVersion}/${kind}`
    const known = answers.get(key)
    if (known && (known.served || performance.now() - known.at < keepMs)) return known.served
    try {
      const served = await isFound(find(apiVersion, kind))
      answers.set(key, { at: performance.now(), served })
      return served
    } catch (error) {
      if (known) return known.served
      throw error
    }
  }
}

async function isFound(finding: Promise<KindPath>): Promise<boolean> {
  try {
    await finding
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'Unsupported') return false
    throw error
  }
}
