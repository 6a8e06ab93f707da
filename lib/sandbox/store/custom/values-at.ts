import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'

/**
 * The values at a path such as `.spec.rules[].filters{}`, each with the path at which it stands: `spec.rules[0]…`.
 * `[]` is every item of a list, `{}` every value of a map.
 */
export function valuesAt(value: Json, path: string): [field: string, value: Json][] {
  let found: [string, Json][] = [['', value]]
  for (const [step] of path.matchAll(/\.[^.[{]+|\[\]|\{\}/g)) {
    found = found.flatMap(([field, part]) => below(field, part, step))
  }
  return found
}

function below(field: string, part: Json, step: string): [string, Json][] {
  if (step === '[]')
    return Array.isArray(part) ? part.map((item, index): [string, Json] => [`${field}[${index}]`, item]) : []
  if (!isJsonObject(part)) return []
  const names = step === '{}' ? Object.keys(part) : [step.slice(1)]
  return names.flatMap((name): [string, Json][] => {
    const found = part[name]
    return found === undefined ? [] : [[field === '' ? name : `${field}.${name}`, found]]
  })
}
