import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { versionName } from '@/lib/domain/version-name'
import { findProvider } from '@/lib/providers/index'
import { laneServiceOf } from '@/lib/providers/inner-routing'
import { invalid } from '@/lib/services/field-errors'
import { type Sentence, say } from '@/lib/words/sentence'

/** The document with a lane's workloads, and their Services, as the baselines; the lane no longer has them. */
export function switchedDocument(
  document: LaneGroupDocument,
  lane: Lane,
  names: readonly string[],
): LaneGroupDocument {
  const { spec } = document
  const applications = spec.applications.map((application) => {
    const version = lane.versions.find((one) => one.application === application.name)
    if (!version || !names.includes(application.name)) return application
    const name = versionName({ convention: spec.convention, application, tag: lane.tag, version })
    const { service } = application
    return { ...application, deployment: name, ...(service && { service: { ...service, name } }) }
  })
  const versions = lane.versions.filter(({ application }) => !names.includes(application))
  const lanes = spec.lanes.map((one) => (one.tag === lane.tag ? { ...one, versions } : one))
  return { ...document, spec: { ...spec, applications, lanes } }
}

/**
 * Where a lane's workload cannot become the baseline: its pods are told from the baseline's by their tag (`mse`, `zadig`) or by
 * a label behind one Service, or others call the application by the name of its Service, which would still lead to the old
 * pods. Raises `Unsupported`.
 */
export function refuseSwitch(document: LaneGroupDocument, names: readonly string[]): void {
  const { convention } = document.spec
  if (convention === 'mse' || convention === 'zadig')
    throw refusal(say('refusals.switchTagged', { convention }))
  for (const name of names) {
    const reason = reasonFor(document, name)
    if (reason !== null) throw refusal(reason)
  }
}

function reasonFor({ spec, ...rest }: LaneGroupDocument, name: string): Sentence | null {
  const document = { spec, ...rest }
  const application = spec.applications.find((one) => one.name === name)
  const entries = spec.entries.filter((entry) => entry.application === name)
  const isInner = entries.length < spec.entries.length || entries.length === 0
  if (!application?.service || isInner) return say('refusals.switchInner', { application: name })
  const caller = spec.applications.find(({ calls = [] }) => calls.includes(name))
  if (caller) return say('refusals.switchCalled', { application: name, caller: caller.name })
  const isShared =
    laneServiceOf(document, application) !== 'own' ||
    entries.some(({ provider }) => findProvider(provider)?.entersBy === 'application')
  return isShared ? say('refusals.switchShared', { application: name }) : null
}

function refusal(words: Sentence) {
  return invalid({ strategy: [words] }, 'Unsupported')
}
