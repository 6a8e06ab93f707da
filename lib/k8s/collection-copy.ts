import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { compareVersions } from './resource-version'

type Kept = {
  uid: string | undefined
  version: string | undefined
  text: string
  /** The object again, as long as somebody works with it. */
  parsed: WeakRef<KubeObject> | null
}

const rememberedGone = 1_000

/**
 * The objects of a collection as they were last heard of. What is older than what is known changes nothing. Each is
 * kept as text, which takes a fraction of the room of the parsed object: most of them nobody looks at.
 */
export class CollectionCopy {
  private readonly objects = new Map<string, Kept>()
  /** The versions at which objects went, so that a late event does not bring them back. */
  private readonly gone = new Map<string, string | undefined>()

  constructor(private readonly keep: (object: KubeObject) => KubeObject) {}

  list(): readonly KubeObject[] {
    return [...this.objects.values()].map(parse)
  }

  get(ref: ObjectRef): KubeObject | undefined {
    const kept = this.objects.get(refKey(ref))
    return kept && parse(kept)
  }

  /** Begins a new list; nothing is seen of it until it is complete. */
  replacement(): { add(object: KubeObject): void; complete(): void } {
    const fresh = new Map<string, Kept>()
    return {
      add: (object) => {
        const key = refKey(refOf(object))
        const known = this.objects.get(key)
        // The one at hand where it is the same, so that both never take room.
        const isSame =
          known?.version !== undefined &&
          known.uid === object.metadata.uid &&
          known.version === object.metadata.resourceVersion
        fresh.set(key, isSame ? known : this.kept(object))
      },
      complete: () => {
        this.objects.clear()
        this.gone.clear()
        for (const [key, kept] of fresh) this.objects.set(key, kept)
      },
    }
  }

  /** Takes an event; false when it tells nothing new: it came twice, too late, or is about what another replaced. */
  take(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): boolean {
    const key = refKey(refOf(object))
    const known = this.objects.get(key)
    const isSame = known !== undefined && known.uid === object.metadata.uid
    const order = compareVersions(object.metadata.resourceVersion, known?.version ?? this.gone.get(key))
    if (order !== null && order < 0) return false
    if (type === 'DELETED') return isSame && this.forget(key, object)
    if (order === 0 && isSame) return false
    this.objects.set(key, this.kept(object))
    return true
  }

  private forget(key: string, { metadata }: KubeObject): boolean {
    this.gone.delete(key)
    this.gone.set(key, metadata.resourceVersion)
    const [oldest] = this.gone.keys()
    if (this.gone.size > rememberedGone && oldest !== undefined) this.gone.delete(oldest)
    return this.objects.delete(key)
  }

  private kept(object: KubeObject): Kept {
    const { uid, resourceVersion } = object.metadata
    return { uid, version: resourceVersion, text: JSON.stringify(this.keep(object)), parsed: null }
  }
}

function parse(kept: Kept): KubeObject {
  const known = kept.parsed?.deref()
  if (known !== undefined) return known
  const object: KubeObject = JSON.parse(kept.text)
  kept.parsed = new WeakRef(object)
  return object
}
