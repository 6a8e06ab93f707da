/** Places further on are not considered. */
const mostPlaces = 32
/** So many texts, taken evenly, say enough about all. */
const mostTexts = 64

/**
 * Up to four places, counted in characters, by which texts are told apart best: each the one that tells most of them apart
 * together with those before it. All texts are at least `length` long, and only places within that are given.
 */
export function tellingPlaces(texts: readonly string[], length: number): number[] {
  const chosen: number[] = []
  const every = Math.ceil(texts.length / mostTexts)
  const some = texts.filter((_, at) => at % every === 0)
  const all = Array.from({ length: Math.min(length, mostPlaces) }, (_, place) => place)
  while (chosen.length < 4) {
    const rated = all
      .filter((place) => !chosen.includes(place))
      .map((place) => ({ place, told: differing(some, [...chosen, place]), own: differing(some, [place]) }))
    const [best] = rated.sort((a, b) => b.told - a.told || b.own - a.own)
    if (best === undefined) break
    chosen.push(best.place)
  }
  return chosen
}

/** How many different texts there are when only these places are looked at. */
function differing(texts: readonly string[], places: readonly number[]): number {
  return new Set(texts.map((text) => places.map((place) => text[place]).join(''))).size
}
