import type { Entry } from '@/lib/domain/entry'
import { findProvider } from './index'

/** Whether the numbers of pods at an entry come from its rules' weights, and not from the document. */
export function countsPods({ provider }: Pick<Entry, 'provider'>): boolean {
  return findProvider(provider)?.features.has('replicas') ?? false
}
