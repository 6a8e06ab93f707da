'use client'

import { useTranslations } from 'next-intl'
import { StatusGlyph } from '@/components/ui/status-badge'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RuleProblem } from './rule-problem'

type Props = { problems: readonly RuleProblem[]; onTry?: ((request: RequestSample) => void) | undefined }

/** Problems of a rule in words; one with a counter-example can put it into the simulator. */
export function ProblemList({ problems, onTry }: Props) {
  const t = useTranslations('rules')
  if (problems.length === 0) return null
  return (
    <ul className="mt-1.5 space-y-1">
      {problems.map(({ path, severity, message, counterExample }) => (
        <li key={`${path} ${message}`} className={severity === 'error' ? 'text-bad' : 'text-warn'}>
          <StatusGlyph tone={severity === 'error' ? 'failed' : 'attention'} className="mr-1.5 inline" />
          {message}{' '}
          {counterExample !== undefined && onTry !== undefined && (
            <button type="button" className="underline" onClick={() => onTry(counterExample)}>
              {t('showOne')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
