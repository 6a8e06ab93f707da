import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import { keyedHash } from '@/lib/db/seal'
import { AppError } from '@/lib/errors'
import type { PlanChangeView, SeenChange } from '@/lib/services/schemas/lane-groups'
import { type Sentence, say } from '@/lib/words/sentence'

/** What whoever pushes this plan has seen of the cluster. */
export function seenPlan(changes: readonly PlanChangeView[]): SeenChange[] {
  return changes.flatMap(({ action, object, diff, after }) =>
    action === 'unchanged'
      ? []
      : [
          {
            object: `${object.kind} ${object.name}`,
            action,
            fields: Object.fromEntries(
              action === 'update' ? diff.map(({ path, before }) => [path, before ?? null]) : [],
            ),
            whole: action === 'create' && after !== null ? keyedHash(after) : null,
          },
        ],
  )
}

/** Raises `Conflict` naming each object and field that a push would meet otherwise than it was seen. */
export function requireSeenPlan(seen: readonly SeenChange[], now: readonly SeenChange[]): void {
  const names = [...new Set([...seen, ...now].map(({ object }) => object))]
  const find = (list: readonly SeenChange[], name: string) => list.find(({ object }) => object === name)
  const found = names.flatMap((name) => differences(name, find(seen, name), find(now, name)))
  const [first, ...others] = found
  if (first === undefined) return
  const changes = others.reduce((one, other) => say('rolling.and', { one, other }), first)
  throw new AppError('Conflict', say('refusals.planMoved', { changes }))
}

function differences(object: string, seen?: SeenChange, now?: SeenChange): Sentence[] {
  if (now === undefined) return [say('refusals.planGone', { object })]
  if (seen === undefined) return [say('refusals.planNew', { object })]
  if (seen.action !== now.action || seen.whole !== now.whole) return [say('refusals.planOther', { object })]
  const paths = [...new Set([...Object.keys(seen.fields), ...Object.keys(now.fields)])]
  return paths.flatMap((path) => fieldDifference(`${object} ${path}`, path, seen, now))
}

/** A field that is on one side only was as wanted when the other side was read. */
function fieldDifference(field: string, path: string, seen: SeenChange, now: SeenChange): Sentence[] {
  const before = seen.fields[path]
  const after = now.fields[path]
  if (!(path in now.fields)) return [say('refusals.planGone', { object: field })]
  if (!(path in seen.fields)) return [say('refusals.planFieldNew', { field, now: shownValue(after) })]
  if (isDeepStrictEqual(before, after)) return []
  return [say('rolling.fieldNow', { field, seen: shownValue(before), now: shownValue(after) })]
}

function shownValue(value: unknown) {
  if (value === null || value === undefined) return say('rolling.nothing')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
