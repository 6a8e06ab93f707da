'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { YamlDiff } from '@/components/plan/yaml-diff'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { getLaneGroup } from '@/lib/queries/get-lane-group'
import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'

type Props = {
  group: string
  from: number
  /** What was edited, as text. */
  mine: string
  /** What the group says in its place by now; null where it is no longer there. */
  theirsIn: (latest: LaneGroupView) => string | null
  pending: boolean
  onReload: (latest: LaneGroupView) => void
  onOverwrite: (latest: LaneGroupView) => void
}

/** Someone saved first: who and when, and the choice between theirs and ours. The input stays. */
export function StaleEdit({ group, from, mine, theirsIn, pending, onReload, onOverwrite }: Props) {
  const t = useTranslations('stale')
  const common = useTranslations('common')
  const [latest, setLatest] = useState<LaneGroupView | null>(null)
  const [compared, setCompared] = useState(false)
  useEffect(() => {
    let shown = true
    getLaneGroup(group)
      .then((view) => shown && setLatest(view))
      .catch(() => undefined)
    return () => {
      shown = false
    }
  }, [group])
  if (latest === null) return <Alert tone="attention" title={t('unread', { from })} />
  const to = latest.revision
  const theirs = theirsIn(latest)
  return (
    <Alert
      tone="attention"
      title={t('title', { who: latest.updatedBy })}
      action={
        <>
          <Button onClick={() => setCompared(true)}>{t('compare')}</Button>
          <Button onClick={() => onReload(latest)}>{t('reload')}</Button>
        </>
      }
    >
      {t.rich('body', { from, to, when: () => <RelativeTime at={latest.updatedAt} /> })}
      <Dialog
        open={compared}
        onClose={() => setCompared(false)}
        title={t('compareTitle', { to })}
        className="sm:w-[720px]"
        footer={
          <>
            <Button onClick={() => setCompared(false)}>{common('close')}</Button>
            <Button
              variant="danger"
              pending={pending}
              disabledReason={theirs === null ? t('gone', { to }) : undefined}
              onClick={() => onOverwrite(latest)}
            >
              {t('overwrite', { next: to + 1 })}
            </Button>
          </>
        }
      >
        {theirs === mine ? (
          <p>{t('same', { to })}</p>
        ) : (
          <>
            <p className="mb-2 text-ink-2">{theirs === null ? t('gone', { to }) : t('compareBody')}</p>
            <YamlDiff label={t('compareTitle', { to })} before={theirs ?? ''} after={mine} />
          </>
        )}
      </Dialog>
    </Alert>
  )
}
