/** Where to go after signing in: a page of ours, never another site. */
export function returnPath(next: string | string[] | undefined): string {
  if (typeof next !== 'string') return '/'
  const base = 'http://here.invalid'
  const target = URL.canParse(next, base) ? new URL(next, base) : null
  if (target === null || target.origin !== base || !next.startsWith('/')) return '/'
  return `${target.pathname}${target.search}`
}
