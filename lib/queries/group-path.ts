/** The address of a group's pages, or of one of them. */
export function groupPath(group: string, ...parts: readonly string[]): string {
  return ['/groups', group, ...parts]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/')
}

/** The address of a group in the API, or of something of it. */
export function groupApiPath(group: string, ...parts: readonly string[]): string {
  return ['/api/v1/lane-groups', group, ...parts]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/')
}
