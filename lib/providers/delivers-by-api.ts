import type { Entry } from '@/lib/domain/entry'
import { findProvider } from './index'

/** Whether an API is told an entry's rules, in place of objects. */
export function deliversByApi(entry: Entry): boolean {
  const provider = findProvider(entry.provider)
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  return (settings?.success && provider?.delivers?.(settings.data)) ?? false
}
