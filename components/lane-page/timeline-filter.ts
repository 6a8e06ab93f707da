import type { TimelineEntry } from '@/lib/services/schemas/lanes'

export const timelineFilters = ['all', 'revisions', 'people', 'operations', 'cluster'] as const
export type TimelineFilter = (typeof timelineFilters)[number]

/** `people` shows all that somebody did, whatever came of it. */
export function isShown({ kind }: Pick<TimelineEntry, 'kind'>, filter: TimelineFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'revisions':
      return kind === 'revision'
    case 'people':
      return kind !== 'cluster'
    case 'operations':
      return kind === 'operation'
    case 'cluster':
      return kind === 'cluster'
  }
}
