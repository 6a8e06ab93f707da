/** The header names of a comma separated annotation. */
export function headerList(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** The annotation with one more header; what stood there stays. Null when the header is there already, in any case. */
export function withHeader(value: string | undefined, header: string): string | null {
  const names = headerList(value)
  if (names.some((name) => name.toLowerCase() === header.toLowerCase())) return null
  return value === undefined || names.length === 0 ? header : `${value},${header}`
}
