import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { resolveImage } from './resolve-image'
import type { DraftApplication, DraftEntry, WizardDraft } from './wizard-draft'

/** The document the draft stands for; parseDocument judges it. */
export function documentOf(draft: WizardDraft): LaneGroupInput {
  const door = draft.entries.find(({ name }) => name === draft.entry)
  const applications = includedApplications(draft)
  const { tag, title, passTag } = draft.lane
  return {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: draft.name },
    spec: {
      ...titled(draft.title),
      cluster: draft.cluster,
      namespace: draft.namespace,
      convention: draft.convention,
      applications: applications.map(({ name, deployment, service }) => ({
        name,
        deployment,
        ...(service !== null && { service }),
      })),
      entries: door?.application ? [entryOf(door, door.application)] : [],
      lanes: [{ tag, ...titled(title), passTag, versions: versionsOf(applications) }],
      rules: draft.rules,
    },
  }
}

/** In the order of the chain as far as it is known: the entry's application first. */
export function includedApplications(draft: WizardDraft): DraftApplication[] {
  const first = draft.entries.find(({ name }) => name === draft.entry)?.application
  return draft.applications
    .filter(({ included }) => included)
    .sort((a, b) => Number(b.name === first) - Number(a.name === first))
}

/** The applications that have a new version, in the order of the document's `versions`. */
export function versionedApplications(draft: WizardDraft): DraftApplication[] {
  return includedApplications(draft).filter(({ image }) => image.trim() !== '')
}

function versionsOf(applications: readonly DraftApplication[]) {
  return applications
    .filter(({ image }) => image.trim() !== '')
    .map(({ name, image, baseImage, replicas, config, patch }) => ({
      application: name,
      image: resolveImage(image, baseImage),
      ...(replicas.trim() !== '' && { replicas: Number(replicas) }),
      ...(config === 'copy' && { config }),
      ...(patch !== null && { patch }),
    }))
}

function entryOf({ name, provider, host, paths, settings }: DraftEntry, application: string) {
  return {
    name,
    provider,
    application,
    ...(host !== null && { host }),
    ...(paths.length > 0 && { paths }),
    ...(Object.keys(settings).length > 0 && { settings }),
  }
}

function titled(title: string): { title?: string } {
  return title.trim() === '' ? {} : { title: title.trim() }
}
