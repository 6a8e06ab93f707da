import type { Discovery } from '@/lib/services/schemas/clusters'
import type { DraftApplication, WizardDraft } from './wizard-draft'

/** The draft with another entry: the applications behind it are chosen, and the name follows unless it was typed. */
export function withEntry(
  draft: WizardDraft,
  entry: string,
  discovery: Pick<Discovery, 'applications'>,
): WizardDraft {
  const door = draft.entries.find(({ name }) => name === entry)
  const first = door?.application ?? null
  const behind = new Set(applicationsBehind(first, draft, discovery))
  const rankOf = ({ name, included }: DraftApplication) => (name === first ? 2 : Number(included))
  return {
    ...draft,
    entry,
    name: draft.nameTyped ? draft.name : suggestName(draft.namespace, first),
    applications: draft.applications
      .map((application) => ({
        ...application,
        included: application.image !== '' || behind.has(application.name),
      }))
      .sort((a, b) => rankOf(b) - rankOf(a)),
  }
}

/**
 * The entry's own application and the governed ones that only a registry finds. A governed application with a
 * Service of its own is more likely a door into another chain, so it is left to the person to take it in.
 */
function applicationsBehind(
  first: string | null,
  draft: WizardDraft,
  { applications }: Pick<Discovery, 'applications'>,
): string[] {
  // What agents call is a door and stands behind others all the same: only a place of its own sets it apart.
  const doors = new Set(
    draft.entries.flatMap(({ application, paths }) => (paths.length > 0 ? [application] : [])),
  )
  const inner = applications
    .filter(({ tag, governed, name }) => tag === null && governed && name !== first && !doors.has(name))
    .filter(
      (application, _, all) => application.service === null || all.every(({ service }) => service !== null),
    )
  return [...(first === null ? [] : [first]), ...inner.map(({ name }) => name)]
}

function suggestName(namespace: string, application: string | null): string {
  return namespace === 'default' ? (application ?? '') : namespace
}
