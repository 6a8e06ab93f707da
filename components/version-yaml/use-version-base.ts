import { useState } from 'react'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'

/** A saved group as the page read it, and its version as rendered from it. */
export type VersionBase = { document: LaneGroupDocument; revision: number; view: VersionYaml }

/**
 * What an edit started from. What the page reads anew takes its place only where nothing is edited: an edit is never
 * dropped, nor moved to a revision that its author has not seen.
 */
export function useVersionBase(read: VersionBase) {
  const [base, setBase] = useState(read)
  const adopt = (isChanged: boolean) => {
    if (!isChanged && read.view !== base.view && read.revision >= base.revision) setBase(read)
  }
  return { base, setBase, adopt }
}
