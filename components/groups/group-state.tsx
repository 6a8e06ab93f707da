import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { GroupStatus } from '@/lib/services/schemas/lane-groups'
import { groupTone } from './group-tone'

export function GroupState({ state }: { state: GroupStatus['state'] }) {
  const t = useTranslations('states.group')
  return <StatusBadge tone={groupTone[state]}>{t(state)}</StatusBadge>
}
