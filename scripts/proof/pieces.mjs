/** The providers of which traffic is proven, each by itself. */
export const providers = [
  ...['mse', 'gateway-api', 'higress', 'istio', 'ingress-nginx', 'ack-weight', 'mse-agent', 'kubernetes'],
]

/**
 * What one process does of the proofs: a proof, or of one that can be divided a provider's part or one shard of so many.
 * What takes longest comes first, so that processes side by side end at about the same time.
 *
 * @param {{ chosen: string[], provider: string, shard: string, jobs: number }} wanted
 * @returns {{ proof: string, provider: string, shard: string }[]}
 */
export function piecesOf({ chosen, provider, shard, jobs }) {
  return chosen
    .toSorted((one, other) => rank(one) - rank(other))
    .flatMap((proof) => {
      if (proof === 'traffic')
        return (provider === '' ? providers : [provider]).map((id) => ({ proof, provider: id, shard: '' }))
      if (!sharded.includes(proof)) return [{ proof, provider: '', shard: '' }]
      const shards =
        shard === '' ? Array.from({ length: jobs }, (_, index) => `${index + 1}/${jobs}`) : [shard]
      return shards.map((one) => ({ proof, provider: '', shard: one }))
    })
}

const sharded = ['actors', 'interleavings']
const longestFirst = ['actors', 'interleavings', 'crash', 'faults', 'traffic']
const rank = (proof) => (longestFirst.includes(proof) ? longestFirst.indexOf(proof) : -1)

/**
 * Does all pieces, at most so many at a time; gives what each gave, in order.
 *
 * @template Piece, Result
 * @param {readonly Piece[]} pieces
 * @param {number} jobs
 * @param {(piece: Piece) => Promise<Result>} run
 * @returns {Promise<Result[]>}
 */
export async function inTurns(pieces, jobs, run) {
  /** @type {Result[]} */
  const results = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < pieces.length; at = next++) results[at] = await run(pieces[at])
  }
  await Promise.all(Array.from({ length: Math.min(jobs, pieces.length) }, worker))
  return results
}
