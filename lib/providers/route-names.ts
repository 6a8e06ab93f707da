/**
 * Names for a base route's branches, in order: `{base}-{tag}` for a lane's first, then `-2`, `-3`. A number that would be
 * another lane's name is left out, so that a lane `gray-2` and the second branch of `gray` do not meet.
 */
export function routeNames(base: string, lanes: readonly string[]): string[] {
  const taken = new Set(lanes.map((lane) => `${base}-${lane}`))
  const seen = new Set<string>()
  return lanes.map((lane) => {
    const first = `${base}-${lane}`
    if (!seen.has(lane)) {
      seen.add(lane)
      return first
    }
    let number = 2
    while (taken.has(`${first}-${number}`)) number++
    taken.add(`${first}-${number}`)
    return `${first}-${number}`
  })
}
