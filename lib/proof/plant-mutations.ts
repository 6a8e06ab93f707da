import type { Family } from './family'
import { type FuzzResult, fuzz } from './fuzz'
import type { Mutation } from './mutation'
import { openProofCluster } from './proof-cluster'

/** One planted fault, and after how many pairs it was found by anyone and by the gateway; null: not at all. */
export type PlantedMutation = { mutation: string; byAnyone: number | null; byGateway: number | null }

/** Plants each fault of a family alone and looks for it with at most `limit` pairs. What the API server refuses is found. */
export async function plantMutations(
  family: Family,
  { limit, seed }: { limit: number; seed: number },
): Promise<PlantedMutation[]> {
  const cluster = await openProofCluster()
  return family.mutations.map((mutation) => plantOne({ cluster, family, pairs: limit, seed, mutation }))
}

function plantOne(run: Parameters<typeof fuzz>[0] & { mutation: Mutation }): PlantedMutation {
  const wrongPairs: number[] = []
  let pair = 0
  const byGateway = foundAt(
    fuzz({
      ...run,
      isFound: ({ wrong }) => {
        pair += 1
        if (wrong !== null) wrongPairs.push(pair)
        return wrong === 'gateway' || wrong === 'both'
      },
    }),
  )
  return { mutation: run.mutation.name, byAnyone: wrongPairs[0] ?? byGateway, byGateway }
}

function foundAt({ coverage, disagreement, rejected }: FuzzResult): number | null {
  return disagreement === null && rejected === null ? null : coverage.pairs
}

/** The faults as a table. */
export function mutationsText(provider: string, planted: readonly PlantedMutation[]): string {
  const cell = (pairs: number | null) => (pairs === null ? '-' : String(pairs)).padStart(10)
  const rows = planted.map(
    ({ mutation, byAnyone, byGateway }) => `  ${mutation.padEnd(56)}${cell(byAnyone)}${cell(byGateway)}`,
  )
  const caught = planted.filter(({ byAnyone }) => byAnyone !== null).length
  const head = `  ${'pairs until it is found by'.padEnd(56)}${'anyone'.padStart(10)}${'gateway'.padStart(10)}`
  return [`${provider}: ${caught} of ${planted.length} planted faults found`, head, ...rows].join('\n')
}
