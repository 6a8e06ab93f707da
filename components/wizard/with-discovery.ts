import type { DiscoveredApplication, Discovery } from '@/lib/services/schemas/clusters'
import { withEntry } from './with-entry'
import type { DraftApplication, WizardDraft } from './wizard-draft'

/** The draft over what was found: choices made stay, what is unambiguous is chosen. */
export function withDiscovery(draft: WizardDraft, discovery: Discovery): WizardDraft {
  const isSamePlace = draft.namespace === discovery.namespace && draft.applications.length > 0
  const chosen = new Map(
    isSamePlace ? draft.applications.map((application) => [application.name, application]) : [],
  )
  // Rows stay where they are under the pointer; what is new comes last.
  const places = new Map([...chosen.keys()].map((name, place) => [name, place]))
  const placeOf = ({ name }: DraftApplication) => places.get(name) ?? places.size
  const applications = discovery.applications
    .filter(({ tag }) => tag === null)
    .map((found) => draftApplication(found, chosen.get(found.name)))
    .sort((a, b) => placeOf(a) - placeOf(b))
  const entries = discovery.entries.map(({ name, provider, application, host, paths, settings }) => ({
    name,
    provider,
    application,
    host,
    paths,
    settings,
  }))
  const next: WizardDraft = {
    ...draft,
    namespace: discovery.namespace,
    convention: discovery.convention,
    applications,
    entries,
    entry: entries.some(({ name }) => name === draft.entry) ? draft.entry : null,
  }
  if (next.entry !== null) return next
  const usable = entries.filter((entry) => applications.some(({ name }) => name === entry.application))
  const first = usable[0]
  return first === undefined ? next : withEntry(next, first.name, discovery)
}

function draftApplication(
  found: DiscoveredApplication,
  chosen: DraftApplication | undefined,
): DraftApplication {
  return {
    name: found.name,
    deployment: found.deployment,
    service: found.service,
    baseImage: found.images[0]?.image ?? '',
    ready: found.ready,
    desired: found.replicas,
    included: chosen?.included ?? false,
    image: chosen?.image ?? '',
    replicas: chosen?.replicas ?? '1',
    config: chosen?.config ?? 'share',
    patch: chosen?.patch ?? null,
    yaml: chosen?.yaml ?? null,
  }
}
