import { translate } from '@/lib/words/translate'
import 'server-only'
import { getConnection } from '@/lib/db/clusters'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { baseline } from '@/lib/domain/baseline'
import { expectedShares } from '@/lib/domain/shares'
import { AppError } from '@/lib/errors'
import { connect } from '@/lib/k8s/connect'
import { innerRouted } from '@/lib/providers/inner-routing'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type ApplicationTraffic, TrafficInput, type TrafficView } from '@/lib/services/schemas/traffic'
import { coveredSeconds, type DescribedLane, describeTraffic } from '@/lib/traffic/describe-traffic'
import { createScrapeSource } from '@/lib/traffic/scrape-source'
import type { ApplicationReading, TrafficReading } from '@/lib/traffic/traffic-source'
import { carriedDocument, limitViews } from './carried-document'
import { trafficTarget } from './traffic-target'

/** Requests of each version in the last `window` seconds, measured at most a moment ago, beside the configured shares. */
export async function getTraffic(
  ctx: ServiceContext,
  input: { group: string; window?: number },
): Promise<TrafficView> {
  requireRole(ctx, 'viewer')
  const { window } = parseInput(TrafficInput, { window: input.window })
  const group = await getLaneGroup(ctx.db, input.group)
  const [reading, carried] = await Promise.all([
    readTraffic(ctx, group, window),
    carriedDocument(ctx, group.document),
  ])
  const limits = limitViews(carried.limited, ctx.language)
  const shown = { ...group, document: carried.document }
  return {
    asOf: reading.asOf === null ? null : new Date(reading.asOf).toISOString(),
    source: reading.asOf === null ? 'none' : 'scrape',
    windowSeconds: window,
    coveredSeconds: coveredSeconds(reading.applications, window),
    problem: reading.problem === null ? null : translate(reading.problem, ctx.language),
    applications: group.document.spec.applications.map(({ name }) => describe(shown, name, reading)),
    ...(limits && { limits }),
  }
}

async function readTraffic(
  ctx: ServiceContext,
  group: LaneGroupRecord,
  window: number,
): Promise<TrafficReading> {
  try {
    const cluster = connect(await getConnection(ctx.db, { id: group.clusterId }))
    return await createScrapeSource(group.clusterId, cluster).read(trafficTarget(group.document), window)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { asOf: null, problem: error.words, applications: [] }
  }
}

function describe(group: LaneGroupRecord, application: string, reading: TrafficReading): ApplicationTraffic {
  const measured = reading.applications.find((one) => one.application === application)
  const known = measured ?? nothingKnown(application)
  return {
    application,
    measuredAt: known.measuredAt,
    versions: describeTraffic(known, lanesOf(group, application, known)),
  }
}

/** The versions that the document has, then those of lanes that are gone but took requests in the window. */
function lanesOf(group: LaneGroupRecord, application: string, reading: ApplicationReading): DescribedLane[] {
  const shares = expectedShares(group.document, application, innerRouted)
  const configured = shares.map(({ lane, share }) => ({
    lane,
    colour: colourOf(group, lane),
    expected: share,
  }))
  const former = [...reading.counts]
    .filter(([lane, { requests }]) => requests > 0 && !shares.some((share) => share.lane === lane))
    .map(([lane]) => ({ lane, colour: colourOf(group, lane), expected: 0 }))
  return [...configured, ...former]
}

const colourOf = ({ laneTags }: LaneGroupRecord, lane: string) =>
  lane === baseline ? -1 : laneTags.indexOf(lane)

function nothingKnown(application: string): ApplicationReading {
  return {
    application,
    measuredAt: 'none',
    from: null,
    to: null,
    counts: new Map(),
    unmeasured: new Set(),
  }
}
