import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { BenchConsole } from './console'

/** Saves a group on the console's own cluster, whether it stands already or not. */
export async function saveGroup({ call }: BenchConsole, document: LaneGroupDocument): Promise<void> {
  const { metadata, spec } = document
  const at = `/lane-groups/${metadata.name}`
  const known = await call('GET', at).catch(() => null)
  const revision = known !== null && typeof known === 'object' && 'revision' in known ? known.revision : null
  const body = { ...document, spec: { ...spec, cluster: 'sandbox' } }
  await call('PUT', at, body, revision === null ? {} : { 'if-match': `"${revision}"` })
}
