import { checkLint, checkTypes } from './checks.mjs'
import { startGivenDatabase } from './given-database.mjs'
import { installNginx } from './nginx.mjs'
import { plantForbiddenImports } from './plants.mjs'
import { runPlaywright } from './playwright.mjs'
import { runVitest } from './vitest.mjs'

const services = [
  ...['lib/db', 'lib/services', 'lib/actions', 'lib/operations', 'lib/traffic', 'app'],
  'lib/proof/operations',
]

/**
 * Minutes of waiting for pods, gateways, leases and a cluster that is away: nothing in them depends on who started
 * Postgres. What they ask of it, `lane-groups.test.ts` and its neighbours ask of both.
 */
const clusterBound = [
  ...['kill', 'faults', 'operations', 'wait-accepted', 'hold-for-baseline'].map(
    (name) => `lib/operations/${name}`,
  ),
  ...['entry', 'mesh', 'istio', 'replica', 'blue-green', 'clean', 'promote', 'switch', 'undo'].map(
    (name) => `lib/services/lane-groups/${name}-story`,
  ),
  ...['tag-plugin', 'served-versions'].map((name) => `lib/services/lane-groups/${name}`),
  'lib/proof/operations/*.proof',
  ...['guard/route-guard', 'drift/drift', 'rollouts/rollouts'].map((name) => `lib/services/${name}`),
].map((name) => `${name}.test.ts`)

/**
 * What `npm test` runs, in order; the `first` ones side by side. `slow` ones need a browser and are left out by
 * `npm run verify`.
 */
export const suites = [
  { name: 'types', what: 'TypeScript, strict', first: true, run: checkTypes },
  { name: 'lint', what: 'Biome: format, rules, imports between folders', first: true, run: checkLint },
  {
    name: 'lint-plants',
    what: 'a planted forbidden import fails, one for each rule',
    run: plantForbiddenImports,
  },
  {
    name: 'unit',
    what: 'rules, providers, plan, cluster client, the demo cluster and its contract with the recordings',
    run: (context) => {
      installNginx()
      return runVitest(context, { name: 'unit', exclude: services })
    },
  },
  {
    name: 'services-embedded',
    what: 'services, operations and API on the embedded Postgres',
    run: (context) => runVitest(context, { name: 'services-embedded', include: services, workers: 3 }),
  },
  {
    name: 'services-given',
    what: 'services and API on a Postgres given by its URL',
    run: async (context) => {
      const given = await startGivenDatabase(context)
      process.stdout.write(`${given.what}\n`)
      try {
        return await runVitest(context, {
          name: 'services-given',
          include: services,
          leftOut: clusterBound,
          workers: 3,
          databaseUrl: given.url,
        })
      } finally {
        await given.stop()
      }
    },
  },
  { name: 'e2e', what: 'the built console in Chromium', slow: true, run: runPlaywright },
]
