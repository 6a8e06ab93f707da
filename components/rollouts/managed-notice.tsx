'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Checkbox } from '@/components/ui/checkbox'
import { groupPath } from '@/lib/queries/group-path'
import type { RolloutView } from '@/lib/services/schemas/rollouts'

type Props = {
  rollout: RolloutView
  allowed: boolean
  /** Null for who may change nothing anyway. */
  onAllow: ((allowed: boolean) => void) | null
}

/** Who keeps the Deployment in step, and the lane groups it belongs to. */
export function ManagedNotice({ rollout: { managedBy, groups, autoscaler }, allowed, onAllow }: Props) {
  const t = useTranslations('rollout')
  const lane = groups.find((one) => one.lane !== null)
  const tool =
    managedBy ?? (lane === undefined ? null : t('laneOf', { lane: lane.lane ?? '', group: lane.group }))
  return (
    <>
      {tool !== null && (
        <Alert tone="attention" title={t('managed', { tool })}>
          {t('managedBody', { tool })}
          {onAllow !== null && (
            <div className="mt-1">
              <Checkbox
                label={t('managedAllow')}
                checked={allowed}
                onChange={(event) => onAllow(event.target.checked)}
              />
            </div>
          )}
        </Alert>
      )}
      {groups.map(({ group, application, lane: tag }) => (
        <p key={`${group} ${application} ${tag}`} className="text-ink-2">
          {tag === null ? t('baselineOf', { application: application ?? '' }) : t('versionIn', { lane: tag })}{' '}
          <Link href={groupPath(group)} className="underline hover:text-ink">
            {group}
          </Link>
        </p>
      ))}
      {autoscaler !== null && <p className="text-ink-2">{t('autoscaled', autoscaler)}</p>}
    </>
  )
}
