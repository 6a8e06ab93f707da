import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { coverageText } from './coverage'
import { proofFamilies } from './families/all'
import type { Family } from './family'
import { fuzz } from './fuzz'
import { mutationsText, plantMutations } from './plant-mutations'
import { openProofCluster } from './proof-cluster'
import { reproductionText } from './reproduce'

const { values } = parseArgs({
  options: {
    provider: { type: 'string' },
    pairs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    mutations: { type: 'boolean', default: false },
  },
})
const known = proofFamilies.map(({ provider }) => provider)
const families = proofFamilies.filter(({ provider }) => !values.provider || provider === values.provider)
const pairs = Number(values.pairs)
const seed = Number(values.seed)
if (families.length === 0 || !Number.isInteger(pairs) || !Number.isInteger(seed)) {
  process.stderr.write(
    `--provider ${known.join('|')} (default: all) --pairs <number> --seed <number> [--mutations]\n`,
  )
  process.exit(2)
}

const print = (text: string) => process.stdout.write(`${text}\n`)

/** Whether all pairs of a family agree; prints what was drawn, and the smallest disagreement. */
async function agrees(family: Family): Promise<boolean> {
  const cluster = await openProofCluster()
  const started = performance.now()
  const { coverage, disagreement, rejected } = fuzz({ cluster, family, pairs, seed })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  print(`\n${family.provider}, seed ${seed}, ${seconds} s: ${coverageText(coverage)}`)
  if (rejected)
    print(`the API server refuses what was rendered: ${rejected.message}\n${stringify(rejected.input.spec)}`)
  if (disagreement) print(`a disagreement:\n${reproductionText(disagreement, { cluster, family })}`)
  else if (!rejected) print('  0 disagreements')
  return disagreement === null && rejected === null
}

/** Whether all planted faults of a family are found. */
async function findsAll(family: Family): Promise<boolean> {
  const planted = await plantMutations(family, { limit: pairs, seed })
  print(mutationsText(family.provider, planted))
  return planted.every(({ byAnyone }) => byAnyone !== null)
}

const results: boolean[] = []
for (const family of families) results.push(await (values.mutations ? findsAll(family) : agrees(family)))
process.exitCode = results.every(Boolean) ? 0 : 1
