/**
 * Which of two versions of one collection is the later: negative, 0 or positive; null where they cannot be compared.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function compareVersions(one: string | undefined, other: string | undefined): number | null {
  if (!isNumber(one) || !isNumber(other)) return null
  if (one.length !== other.length) return one.length - other.length
  return one === other ? 0 : one < other ? -1 : 1
}

const isNumber = (version: string | undefined): version is string =>
  version !== undefined && /^[1-9]\d*$/.test(version)
