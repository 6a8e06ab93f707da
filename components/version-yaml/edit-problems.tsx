import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { EditProblem } from '@/lib/domain/read-version-edit'
import { useReasonText } from './use-reason-text'

type Props = { problems: readonly EditProblem[]; goTo: (line: number) => void }

/** Every refused line with its reason, and the way there. */
export function EditProblems({ problems, goTo }: Props) {
  const t = useTranslations('versionYaml')
  const { ofProblem } = useReasonText()
  if (problems.length === 0) return null
  return (
    <Alert tone="attention" title={t('refused', { count: problems.length })}>
      <ul className="space-y-1">
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.field} ${problem.syntax?.message}`}>
            <button type="button" className="mr-2 underline" onClick={() => goTo(problem.line)}>
              {t('goToLine', { line: problem.line })}
            </button>
            {problem.field === '' ? (
              ''
            ) : (
              <span className="break-all font-mono text-xs">{problem.field} </span>
            )}
            {ofProblem(problem)}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
