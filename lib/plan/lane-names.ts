import { refOf } from '@/lib/domain/kube-object'
import { LaneTag } from '@/lib/domain/names'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import type { FoundVersion } from './found-applications'

/** The lane of each tag that was found: the tag itself where it may be one, else another with a loss that says so. */
export function laneNames(versions: readonly FoundVersion[]): {
  laneOf: Map<string, string>
  losses: Notice[]
} {
  const laneOf = new Map<string, string>()
  const losses: Notice[] = []
  const tags = [...new Set(versions.map(({ tag }) => tag))]
  const taken = new Set(tags.filter((tag) => LaneTag.safeParse(tag).success))
  for (const tag of tags) {
    const lane = taken.has(tag) ? tag : freeTag(tag, taken)
    taken.add(lane)
    laneOf.set(tag, lane)
    if (lane === tag) continue
    for (const { deployment } of versions.filter((version) => version.tag === tag)) {
      const message = say('importing.tagRenamed', { deployment: deployment.metadata.name, tag, lane })
      losses.push({ code: 'TagRenamed', severity: 'warning', message, object: refOf(deployment) })
    }
  }
  return { laneOf, losses }
}

/** The tag with the characters that a lane's may have, or `gray`; with a number where that is taken. */
function freeTag(tag: string, taken: ReadonlySet<string>): string {
  const plain = tag
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 18)
    .replace(/-+$/, '')
  const base = LaneTag.safeParse(plain).success ? plain : 'gray'
  if (!taken.has(base)) return base
  for (let number = 2; ; number++) {
    const numbered = `${base.slice(0, 15)}-${number}`
    if (!taken.has(numbered)) return numbered
  }
}
