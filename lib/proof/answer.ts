/**
 * Where one request goes: the share, 0..1, of each place. A place is `{service}:{port}` and the value that the tag header
 * has behind the gateway; `status 404` where nothing serves.
 */
export type Answer = ReadonlyMap<string, number>

/** One place as text, so that answers of different parties can be compared. `tag` null: the backend sees no tag header. */
export function placeOf(service: string, port: number | string, tag: string | null): string {
  return `${service}:${port} ${tag === null ? 'without tag' : `tag ${JSON.stringify(tag)}`}`
}

/** Places with their shares; the shares of equal places are added, places without a share left out. */
export function answerOf(places: readonly (readonly [place: string, share: number])[]): Answer {
  const answer = new Map<string, number>()
  for (const [place, share] of places) {
    if (share > 0) answer.set(place, (answer.get(place) ?? 0) + share)
  }
  return answer
}

/** The same, whatever the tags are. */
export function withoutTags(answer: Answer): Answer {
  return answerOf(
    [...answer].map(([place, share]) => [
      place.split(' tag ')[0]?.replace(' without tag', '') ?? place,
      share,
    ]),
  )
}

/** Far below the smallest share that two weights can differ by (one of a million and one). */
const tolerance = 1e-8

/** Whether two answers are the same but for rounding. */
export function sameAnswer(one: Answer, other: Answer): boolean {
  return [...new Set([...one.keys(), ...other.keys()])].every(
    (place) => Math.abs((one.get(place) ?? 0) - (other.get(place) ?? 0)) < tolerance,
  )
}

/** An answer for people: `web:80 tag "gray" 100%`. */
export function answerText(answer: Answer): string {
  return [...answer].map(([place, share]) => `${place} ${Number((share * 100).toFixed(6))}%`).join(', ')
}
