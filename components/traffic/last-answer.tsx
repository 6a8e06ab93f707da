'use client'

import { useLocale, useTranslations } from 'next-intl'
import { HopMap } from '@/components/simulator/hop-map'
import { CodeBlock } from '@/components/ui/code-block'
import { baseline } from '@/lib/domain/baseline'
import type { ProbeResult } from '@/lib/services/schemas/traffic'
import { formatDuration } from './figures'
import { probedLane } from './probed-lane'

type Answer = ProbeResult['responses'][number]
type Props = { answer: Answer; colourOf: (lane: string) => number }

/** The last answer, and the way that its request took. */
export function LastAnswer({ answer, colourOf }: Props) {
  const t = useTranslations('traffic.probe')
  const locale = useLocale()
  const { status, durationMs, hops, body } = answer
  return (
    <div>
      <h3 className="font-medium">{t('last')}</h3>
      <p className="mb-1 text-ink-2">
        {t('status')} <span className="font-mono">{status ?? t('noAnswer')}</span> · {t('duration')}{' '}
        {formatDuration(durationMs / 1000, locale)}
      </p>
      {hops.length > 0 && <Way hops={hops} colourOf={colourOf} />}
      <CodeBlock label={t('body')} className="max-h-40">
        {body}
      </CodeBlock>
    </div>
  )
}

function Way({ hops, colourOf }: Pick<Answer, 'hops'> & Pick<Props, 'colourOf'>) {
  const lane = probedLane(hops)
  const drawn = hops.map(({ application, lane: at }) => ({
    application,
    lane: at,
    fallback: lane !== baseline && at === baseline,
  }))
  return <HopMap hops={drawn} lane={lane} colour={colourOf(lane)} />
}
