import { keyedHash } from '@/lib/db/seal'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { FieldDiff } from '@/lib/services/schemas/lane-groups'

type Leaves = Map<string, unknown>

/** Lists whose items have a name of their own are compared by it, so that an insertion is one difference. */
const itemName: Record<string, string> = {
  applications: 'name',
  entries: 'name',
  lanes: 'tag',
  versions: 'application',
  rules: 'name',
}

/** Field by field, for audit rows and the revisions page. Values of environment variables are keyed hashes. */
export function documentDiff(before: LaneGroupDocument | null, after: LaneGroupDocument | null): FieldDiff[] {
  const old = leavesOf(before)
  const now = leavesOf(after)
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort()
  return paths
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)))
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
}

function leavesOf(document: LaneGroupDocument | null): Leaves {
  const leaves: Leaves = new Map()
  if (document) collect(document.spec, 'spec', '', leaves)
  return leaves
}

function collect(value: unknown, path: string, key: string, leaves: Leaves): void {
  if (Array.isArray(value)) {
    const named = itemName[key]
    for (const [at, item] of value.entries())
      collect(item, `${path}[${nameOf(item, named) ?? at}]`, '', leaves)
    if (named !== undefined && value.length > 1) {
      leaves.set(`${path} (order)`, value.map((item) => nameOf(item, named)).join(', '))
    }
    return
  }
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) collect(inner, `${path}.${name}`, name, leaves)
    return
  }
  leaves.set(path, isSecret(path) ? keyedHash(String(value)) : value)
}

function nameOf(item: unknown, field: string | undefined): string | undefined {
  if (field === undefined || typeof item !== 'object' || item === null) return undefined
  const name: unknown = Reflect.get(item, field)
  return typeof name === 'string' ? name : undefined
}

/** A patch may set environment variables, and those carry passwords. */
function isSecret(path: string): boolean {
  return /\.patch\..*\.env\[\d+\]\.value$/.test(path)
}
