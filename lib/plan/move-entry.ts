import type { Entry } from '@/lib/domain/entry'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import type { Feature } from '@/lib/providers/feature'
import { findProvider } from '@/lib/providers/index'
import type { TrafficProvider } from '@/lib/providers/provider'
import { type Sentence, say } from '@/lib/words/sentence'
import { checkEntryRules } from './check-routing'

/** Where an entry moves: a door of another gateway. */
export type MoveTarget = Pick<Entry, 'provider' | 'host' | 'paths' | 'settings'>

/** A document with an entry moved, why it cannot be (by field), and what is otherwise from then on. */
export type MovedEntry = { document: LaneGroupDocument; problems: Problem[]; differences: Notice[] }

/**
 * The document with one entry on another gateway: same name, application and rules. `problems` are the rules that the
 * other gateway cannot express; without any, each request is decided by the same rule as before.
 */
export function moveEntry(document: LaneGroupDocument, name: string, target: MoveTarget): MovedEntry {
  const entry = document.spec.entries.find((one) => one.name === name)
  const from = entry && findProvider(entry.provider)
  const to = findProvider(target.provider)
  if (!entry) return { document, problems: [], differences: [] }
  const moved: Entry = { name, application: entry.application, ...target }
  const entries = document.spec.entries.map((one) => (one === entry ? moved : one))
  const next = { ...document, spec: { ...document.spec, entries } }
  const problems = checkEntryRules(next, moved)
  const differences = from && to ? differencesOf(from, to, entry, moved, document) : []
  const same: Notice[] =
    to && problems.length === 0
      ? [{ code: 'SameAnswers', severity: 'info', message: say('moving.sameAnswers', { gateway: to.title }) }]
      : []
  return { document: next, problems, differences: [...same, ...differences] }
}

type Pair = { from: string; to: string }
type Behaviour = {
  code: string
  has: (provider: TrafficProvider) => boolean
  lost: (titles: Pair) => Sentence
  gained: (titles: Pair) => Sentence
}

const withFeature = (feature: Feature) => (provider: TrafficProvider) => provider.features.has(feature)

function behaviours(header: string): Behaviour[] {
  return [
    {
      code: 'Fallback',
      has: withFeature('fallback'),
      lost: (titles) => say('moving.fallbackLost', titles),
      gained: (titles) => say('moving.fallbackGained', titles),
    },
    {
      code: 'SetTag',
      has: withFeature('set-tag'),
      lost: (titles) => say('moving.setTagLost', titles),
      gained: (titles) => say('moving.setTagGained', titles),
    },
    {
      code: 'RemoveTag',
      has: withFeature('remove-tag'),
      lost: (titles) => say('moving.removeTagLost', { ...titles, header }),
      gained: (titles) => say('moving.removeTagGained', { ...titles, header }),
    },
    {
      code: 'Sticky',
      has: withFeature('sticky'),
      lost: (titles) => say('moving.stickyLost', titles),
      gained: (titles) => say('moving.stickyGained', titles),
    },
    {
      code: 'Weights',
      has: withFeature('weighted'),
      lost: (titles) => say('moving.weightedLost', titles),
      gained: (titles) => say('moving.weightedGained', titles),
    },
    {
      code: 'ManyLanes',
      has: withFeature('n-way'),
      lost: (titles) => say('moving.manyLost', titles),
      gained: (titles) => say('moving.manyGained', titles),
    },
    {
      code: 'InnerCalls',
      has: (provider) => provider.inner !== undefined,
      lost: (titles) => say('moving.innerLost', titles),
      gained: (titles) => say('moving.innerGained', titles),
    },
  ]
}

function differencesOf(
  from: TrafficProvider,
  to: TrafficProvider,
  before: Entry,
  after: Entry,
  { spec }: LaneGroupDocument,
): Notice[] {
  const titles = { from: from.title, to: to.title }
  const changed = behaviours(spec.tagHeader).flatMap(({ code, has, lost, gained }): Notice[] => {
    if (has(from) === has(to)) return []
    return has(from)
      ? [{ code: `${code}Lost`, severity: 'warning', message: lost(titles) }]
      : [{ code: `${code}Gained`, severity: 'info', message: gained(titles) }]
  })
  return [...changed, ...placeNotices(before, after), ...lifeNotices(to), ...countNotices(to, after)]
}

function placeNotices(before: Entry, after: Entry): Notice[] {
  const places = { before: placeOf(before), after: placeOf(after) }
  if (places.before === places.after) return []
  return [{ code: 'OtherPlace', severity: 'warning', message: say('moving.otherPlace', places) }]
}

function placeOf({ host, paths, application }: Entry): string {
  if (host === undefined && paths === undefined) return application
  return `${host ?? '*'}${(paths ?? []).map(({ path }) => path).join(', ')}`
}

function lifeNotices({ lifecycle, title }: TrafficProvider): Notice[] {
  if (!lifecycle) return []
  const message = say('moving.going', { gateway: title, why: say(lifecycle.deprecated) })
  return [{ code: 'Deprecated', severity: 'warning', message }]
}

function countNotices(to: TrafficProvider, { settings }: Entry): Notice[] {
  const parsed = to.settings.safeParse(settings ?? {})
  if (!parsed.success || to.metrics(parsed.data) !== null) return []
  return [{ code: 'Uncounted', severity: 'info', message: say('moving.uncounted', { to: to.title }) }]
}
