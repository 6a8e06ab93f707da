import type { Application } from '@/lib/domain/application'
import type { Entry } from '@/lib/domain/entry'
import { refOf } from '@/lib/domain/kube-object'
import { findProvider } from '@/lib/providers/index'
import type { DesiredInput } from './desired'
import type { BaseMove, LiveState, MovableBase } from './types'
import { undoEdits } from './undo-edits'
import { withBackend } from './with-backend'

/**
 * The users' routes that are to lead to another Service of their application, where the operation may change them: `live`
 * is the cluster as it looks with that done and without our edits of these routes, `moves` is what it takes.
 */
export function moveBases(input: DesiredInput): { live: LiveState; moves: BaseMove[] } {
  const moves: BaseMove[] = []
  let { live } = input
  for (const entry of input.document.spec.entries) {
    const application = input.document.spec.applications.find(({ name }) => name === entry.application)
    for (const movable of input.baselines?.movable ?? []) {
      const move = application && moveOf({ ...input, live }, entry, application, movable)
      if (!move) continue
      moves.push(move)
      live = {
        ...live,
        objects: live.objects.map((object) => (object.metadata.uid === move.uid ? move.object : object)),
        edits: live.edits.filter(({ uid }) => uid !== move.uid),
      }
    }
  }
  return { live, moves }
}

function moveOf(
  { document, live }: DesiredInput,
  entry: Entry,
  { name, service }: Application,
  { from, uid }: MovableBase,
): BaseMove | null {
  const provider = findProvider(entry.provider)
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  if (!provider || !settings?.success || !service || service.name === from) return null
  const own = live.objects.filter(({ metadata }) => metadata.namespace === document.spec.namespace)
  const written = undoEdits(own, live.edits)
  const found = provider.findBase(entry, settings.data, written, { name: from, port: service.port })
  if ('problem' in found || found.own || found.service.name !== from) return null
  const foundUid = found.object.metadata.uid
  const object = withBackend(found.object, from, service.name)
  if (object === null || foundUid === undefined || (uid !== null && uid !== foundUid)) return null
  return { ref: refOf(object), uid: foundUid, application: name, from, to: service.name, object }
}
