'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { StatusGlyph } from '@/components/ui/status-badge'
import type { RequestSample } from '@/lib/domain/request-sample'
import { requestLine } from './request-line'
import type { RuleProblem } from './rule-problem'

type Props = { problems: readonly RuleProblem[]; onTry?: ((request: RequestSample) => void) | undefined }

/** Problems of a rule in words, each with the request that shows it; a click puts that into the simulator. */
export function ProblemList({ problems, onTry }: Props) {
  if (problems.length === 0) return null
  return (
    <ul className="mt-1.5 space-y-1.5">
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.message}`} className="grid grid-cols-[18px_minmax(0,1fr)]">
          <StatusGlyph tone={problem.severity === 'error' ? 'failed' : 'attention'} className="mt-1" />
          <div className="min-w-0">
            <p className={problem.severity === 'error' ? 'text-bad' : 'text-warn'}>{problem.message}</p>
            {problem.counterExample !== undefined && (
              <Example request={problem.counterExample} onTry={onTry} />
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Example({ request, onTry }: { request: RequestSample; onTry: Props['onTry'] }) {
  const t = useTranslations('rules')
  const line = requestLine(request)
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-ink-2 text-xs">
      <span className="sr-only">{t('example')}</span>
      <code className="min-w-0 break-words font-mono">{line}</code>
      {onTry !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('tryRequest', { request: line })}
          onClick={() => onTry(request)}
        >
          {t('showOne')}
        </Button>
      )}
    </p>
  )
}
