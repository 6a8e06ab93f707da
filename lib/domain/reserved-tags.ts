/** Words that gateways or conventions give a meaning of their own, so no lane may be called so. */
export const reservedTags: ReadonlySet<string> = new Set([
  'base',
  'baseline',
  'original',
  'always',
  'never',
  'canary',
  'stable',
])
