import { isJsonObject, type JsonObject } from '@/lib/domain/json'

/**
 * A patch that sets one field, named in words such as `spec.template.spec.containers[web].args`. Below `annotations` and
 * `labels` the rest of the words is one key. Null where the words name no field below `spec.template`.
 */
export function fieldPatch(path: string, value: unknown): JsonObject | null {
  if (!path.startsWith('spec.template.')) return null
  const patch = nested(stepsOf(path), value)
  return isJsonObject(patch) ? patch : null
}

type Step = { field: string } | { name: string }

function stepsOf(path: string): Step[] {
  const [, head = path, key] = /^(.*?\.(?:annotations|labels))\.(.+)$/.exec(path) ?? []
  const steps = head.split(/[.[]/).flatMap((part): Step[] => {
    if (part === '') return []
    return part.endsWith(']') ? [{ name: part.slice(0, -1) }] : [{ field: part }]
  })
  return key === undefined ? steps : [...steps, { field: key }]
}

function nested([step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value
  const inner = nested(rest, value)
  if ('field' in step) return { [step.field]: inner }
  return [isJsonObject(inner) ? { name: step.name, ...inner } : { name: step.name }]
}
