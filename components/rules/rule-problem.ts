import type { RequestSample } from '@/lib/domain/request-sample'

/** Something wrong with a rule, to be shown beside the field that `path` (`rules.0.match.0.1.value`) names. */
export type RuleProblem = {
  path: string
  severity: 'error' | 'warning'
  message: string
  /** Nothing was filled in yet: told only once the focus has left the rules. */
  missing?: boolean
  counterExample?: RequestSample
}

/** The problems of exactly this field. */
export function problemsAt(problems: readonly RuleProblem[], path: string): RuleProblem[] {
  return problems.filter((problem) => problem.path === path)
}

/** The problems of this field and of everything in it. */
export function problemsWithin(problems: readonly RuleProblem[], path: string): RuleProblem[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
}

export function errorTexts(problems: readonly RuleProblem[], path: string): string[] {
  return problemsWithin(problems, path).map(({ message }) => message)
}
