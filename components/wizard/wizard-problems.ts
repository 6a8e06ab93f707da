import { reservedTags } from '@/lib/domain/reserved-tags'
import type { FieldErrors } from '@/lib/errors'
import { versionedApplications } from './document-of'
import type { WizardDraft } from './wizard-draft'

export const problemKeys = [
  'name',
  'nameMissing',
  'nameTaken',
  'title',
  'cluster',
  'entry',
  'applications',
  'entryApplication',
  'versions',
  'image',
  'replicas',
  'yaml',
  'tag',
  'tagMissing',
  'tagReserved',
  'valueMissing',
] as const
export type ProblemKey = (typeof problemKeys)[number]

/**
 * Something to mend. `field` is `name`, `entry`, `image:{application}`, `rules.0.match…` and so on; without a `key`
 * there is no text of ours and `message` is shown.
 */
export type WizardProblem = {
  field: string
  key?: ProblemKey
  params?: Record<string, string>
  message: string
}

/** What keeps the draft from being saved; `fields` is what parseDocument or the server found. */
export function wizardProblems(draft: WizardDraft, fields: FieldErrors): WizardProblem[] {
  const found = [
    ...missing(draft),
    ...Object.keys(fields).flatMap((path) => problemOf(draft, path, fields[path] ?? [])),
  ]
  const isTagWrong = found.some(({ field }) => field === 'tag')
  const seen = new Set<string>()
  return found.filter((problem) => {
    // A wrong tag makes every target that names it wrong too: it is told once, at its source.
    if (isTagWrong && /^rules\.\d+\.targets\.\d+\.lane$/.test(problem.field)) return false
    const id = `${problem.field}/${problem.key ?? problem.message}`
    return !seen.has(id) && seen.add(id)
  })
}

function missing(draft: WizardDraft): WizardProblem[] {
  const door = draft.entries.find(({ name }) => name === draft.entry)
  const included = draft.applications.filter((application) => application.included)
  const problems: WizardProblem[] = []
  if (door === undefined || door.application === null) problems.push(known('entry', 'entry'))
  else if (included.every(({ name }) => name !== door.application))
    problems.push(known('applications', 'entryApplication', { application: door.application }))
  if (included.length === 0) problems.push(known('applications', 'applications'))
  else if (versionedApplications(draft).length === 0) problems.push(known('applications', 'versions'))
  for (const { name, yaml } of versionedApplications(draft))
    if (yaml !== null) problems.push(known(`yaml:${name}`, 'yaml'))
  return problems
}

function problemOf(draft: WizardDraft, path: string, messages: readonly string[]): WizardProblem[] {
  const version = /^spec\.lanes\.0\.versions\.(\d+)(?:\.(\w+))?/.exec(path)
  if (version !== null) return versionProblem(draft, Number(version[1]), version[2], messages)
  if (path.startsWith('spec.rules.')) return ruleProblems(draft, path.slice('spec.'.length), messages)
  if (path === 'metadata.name') return [known('name', draft.name === '' ? 'nameMissing' : 'name')]
  if (path === 'spec.title') return [known('title', 'title')]
  if (path === 'spec.cluster' || path === 'spec.namespace') return [known('cluster', 'cluster')]
  if (path === 'spec.applications') return []
  if (path === 'spec.entries.0.application') return []
  if (path === 'spec.lanes.0.title') return [known('laneTitle', 'title')]
  if (path === 'spec.lanes.0.tag') return [tagProblem(draft.lane.tag)]
  return messages.map((message) => ({ field: 'document', message: `${path}: ${message}` }))
}

function versionProblem(
  draft: WizardDraft,
  index: number,
  part: string | undefined,
  messages: readonly string[],
): WizardProblem[] {
  const name = versionedApplications(draft)[index]?.name ?? ''
  if (part === 'image') return [known(`image:${name}`, 'image')]
  if (part === 'replicas') return [known(`replicas:${name}`, 'replicas')]
  const field = part === 'patch' ? `yaml:${name}` : `image:${name}`
  return messages.map((message) => ({ field, message }))
}

function ruleProblems(draft: WizardDraft, path: string, messages: readonly string[]): WizardProblem[] {
  if (valueAt(draft, path) === '') return [known(path, 'valueMissing')]
  return messages.map((message) => ({ field: path, message }))
}

function tagProblem(tag: string): WizardProblem {
  if (tag === '') return known('tag', 'tagMissing')
  return reservedTags.has(tag) ? known('tag', 'tagReserved', { tag }) : known('tag', 'tag')
}

function known(field: string, key: ProblemKey, params: Record<string, string> = {}): WizardProblem {
  return { field, key, params, message: '' }
}

function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).find(([name]) => name === part)?.[1]
  }, root)
}
