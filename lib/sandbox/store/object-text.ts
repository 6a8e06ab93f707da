import type { KubeObject } from './object'

const texts = new WeakMap<KubeObject, string>()

/** The JSON of a stored object, written once: stored objects never change. */
export function objectText(object: KubeObject): string {
  const known = texts.get(object)
  if (known !== undefined) return known
  const { kind, apiVersion, ...rest } = object
  const text = JSON.stringify({ kind, apiVersion, ...rest })
  texts.set(object, text)
  return text
}

/** The JSON of an object as the item of a list, where kind and version stand on the list. */
export function itemText(object: KubeObject): string {
  const prefix = `{"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)},`
  return `{${objectText(object).slice(prefix.length)}`
}
