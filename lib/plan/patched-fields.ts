import { isJsonObject } from '@/lib/domain/json'

/**
 * The fields that a version's patch sets, in words of the object, without their values:
 * `spec.template.spec.containers[web].env[LEVEL]`. Items of lists go by their name, where they have one.
 */
export function patchedFields(patch: unknown, path = ''): string[] {
  if (Array.isArray(patch)) {
    const named = patch.filter(isJsonObject)
    const hasNames = named.length === patch.length && named.every(({ name }) => typeof name === 'string')
    if (!hasNames || named.length === 0) return path === '' ? [] : [path]
    return named.flatMap(({ name, ...rest }) => inner(rest, `${path}[${String(name)}]`))
  }
  return isJsonObject(patch) ? inner(patch, path) : [path]
}

/** What is an item of the environment is one field, whatever it is made of. */
function inner(fields: object, path: string): string[] {
  if (path.endsWith(']') && /\benv\[[^\]]*\]$/.test(path)) return [path]
  const entries = Object.entries(fields)
  if (entries.length === 0) return path === '' ? [] : [path]
  return entries.flatMap(([key, value]) => patchedFields(value, path === '' ? key : `${path}.${key}`))
}
