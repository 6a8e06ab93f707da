'use client'

import { useTranslations } from 'next-intl'
import { LaneSwatch } from '@/components/ui/lane-swatch'
import { baseline } from '@/lib/domain/baseline'

export function VersionName({ lane, colour }: { lane: string; colour: number }) {
  const t = useTranslations('traffic')
  return (
    <span className="inline-flex items-center gap-1.5 font-normal">
      <LaneSwatch lane={lane} colour={colour} />
      {lane === baseline ? t('baselineName') : lane}
    </span>
  )
}
