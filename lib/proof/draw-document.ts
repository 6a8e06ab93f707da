import type { Convention, LaneGroupInput } from '@/lib/domain/lane-group'
import { pick } from '@/lib/domain/testdata/random'
import type { Feature } from '@/lib/providers/feature'
import type { Door, UserRoute } from './door'
import type { Random } from './draw-condition'
import { drawRules } from './draw-rules'
import type { DrawHints } from './family'

/** A document as people write it, and the user's own routes that its entries stand on. */
export type DrawnDocument = { input: LaneGroupInput; routes: UserRoute[] }

/** What is drawn for: a provider with its features and the settings of its entries. */
export type DrawFor = {
  provider: string
  features: ReadonlySet<Feature>
  convention: Convention
  settings?: readonly Record<string, unknown>[]
  draw?: DrawHints
}

const tags = ['gray', 'gray-2', 'blue', 'red'] as const

/** The services of every document: two applications with a Service, one without. */
export const applications = [
  { name: 'web', deployment: 'web', service: { name: 'web', port: 80 } },
  { name: 'api', deployment: 'api', service: { name: 'api', port: 80 } },
  { name: 'store', deployment: 'store' },
]

const callingStore = applications.map(({ name, ...application }) => ({
  name,
  ...application,
  ...(name !== 'store' && { calls: ['store'] }),
}))

/** A document with one or two entries, two to four lanes and rules, for the features of a provider. */
export function drawDocument(
  random: Random,
  { provider, features, convention, settings: all = [], draw }: DrawFor,
): DrawnDocument {
  const routes = drawRoutes(random, draw)
  const settings = all.length > 0 ? pick(random, all) : undefined
  const entries = entriesOf(routes, draw).map((entry) => ({
    ...entry,
    provider,
    ...(settings && { settings }),
  }))
  const named = entries.map(({ application }) => application)
  const lanes = drawLanes(random, features, draw?.byPods ? named : undefined)
  const rules = drawRules(random, features, {
    lanes: lanes.map(({ tag }) => tag),
    entries: entries.map(({ name }) => name),
    draw,
  })
  const input: LaneGroupInput = {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      convention,
      tagHeader: random() < 0.8 ? 'x-mse-tag' : 'X-Lane',
      tagPolicy: random() < 0.5 ? 'open' : 'closed',
      // Two applications that are entries must not call each other: each has one rule.
      applications: draw?.byApplication ? callingStore : applications,
      entries,
      lanes,
      rules,
    },
  }
  return { input, routes }
}

const imageOf = (name: string) => `registry.example.com/${name}:1.1.0`

function drawLanes(
  random: Random,
  features: ReadonlySet<Feature>,
  only: readonly string[] | undefined,
): NonNullable<LaneGroupInput['spec']['lanes']> {
  const carriesTag = features.has('set-tag')
  return tags.slice(0, 2 + Math.floor(random() * 3)).map((tag) => {
    const own = random() < (carriesTag ? 0.8 : 0.99) ? ['web', 'api'] : []
    const names = only ?? [...own, ...(own.length === 0 || random() < 0.3 ? ['store'] : [])]
    return {
      tag,
      ...(random() < 0.15 && { state: 'parked' as const }),
      ...(random() < (carriesTag ? 0.15 : 0.02) && { passTag: false }),
      versions: names.map((application) => ({ application, image: imageOf(application) })),
    }
  })
}

const shop = 'shop.example.com'
const mobile = 'm.example.com'
const door = (
  entry: string | null,
  host: string,
  path: string,
  service = 'web',
  type: Door['type'] = 'Prefix',
): Door => ({
  entry,
  host,
  path,
  type,
  service,
})

/** The ways in which users lay out hosts and paths; `/static` is no entry's. */
function drawRoutes(random: Random, draw: DrawHints | undefined): UserRoute[] {
  if (draw?.byApplication) {
    const mine = { name: 'web', doors: [door('web', shop, '/')] }
    return random() < 0.5 ? [mine] : [mine, { name: 'api', doors: [door('mobile', mobile, '/', 'api')] }]
  }
  const statics = door(null, shop, '/static', 'files')
  const one = pick(random, [
    [door('web', shop, '/'), statics],
    [door('web', shop, '/api'), door('web', shop, '/healthz', 'web', 'Exact'), statics],
  ])
  const second = random()
  if (second < 0.5) return [{ name: 'web', doors: one }]
  if (second < 0.8)
    return [
      { name: 'web', doors: one },
      { name: 'mobile', doors: [door('mobile', mobile, '/')] },
    ]
  if (second < 0.9)
    return [
      { name: 'web', doors: one },
      { name: 'mobile', doors: [door('mobile', shop, '/m', 'api')] },
    ]
  return [{ name: 'web', doors: [...one, door('mobile', mobile, '/', 'api')] }]
}

function entriesOf(routes: readonly UserRoute[], draw: DrawHints | undefined) {
  const doors = routes.flatMap((route) => route.doors)
  const names = [...new Set(doors.flatMap(({ entry }) => entry ?? []))]
  return names.map((name) => {
    const own = doors.filter(({ entry }) => entry === name)
    return {
      name,
      application: own[0]?.service ?? '',
      ...(!draw?.byApplication && {
        host: own[0]?.host,
        paths: own.map(({ path, type }) => ({ path, type })),
      }),
    }
  })
}
