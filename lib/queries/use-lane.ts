'use client'

import { queryOptions, useQuery } from '@tanstack/react-query'
import type { LaneObjects, LaneTimeline, LaneView } from '@/lib/services/schemas/lanes'
import { fetchJson } from './fetch-json'
import { groupApiPath } from './group-path'

const laneMs = 1_000
const partMs = 5_000

/** A lane of which nothing is known yet, read again every second. */
export function useLaneOf(group: string, tag: string) {
  return useQuery({ ...laneQuery(group, tag), gcTime: 0 })
}

/** A lane, read again every second; after an error the last state stays, with `error` beside it. */
export function useLane(initial: LaneView) {
  const { group, tag } = initial
  return useQuery({ ...laneQuery(group, tag), initialData: initial, initialDataUpdatedAt: 0 })
}

function laneQuery(group: string, tag: string) {
  return queryOptions({
    queryKey: ['lane', group, tag],
    queryFn: ({ signal }) => fetchJson<LaneView>(groupApiPath(group, 'lanes', tag), { signal }),
    refetchInterval: laneMs,
    retry: false,
  })
}

/** The objects of a lane, read again every few seconds and at once when `version` changes. */
export function useLaneObjects(group: string, tag: string, version: string) {
  return useQuery({
    queryKey: ['lane-objects', group, tag, version],
    queryFn: ({ signal }) => fetchJson<LaneObjects>(groupApiPath(group, 'lanes', tag, 'objects'), { signal }),
    placeholderData: (last) => last,
    refetchInterval: partMs,
    retry: false,
  })
}

/** What happened to a lane, read again every few seconds and at once when `version` changes. */
export function useLaneTimeline(group: string, tag: string, version: string) {
  return useQuery({
    queryKey: ['lane-timeline', group, tag, version],
    queryFn: ({ signal }) =>
      fetchJson<LaneTimeline>(groupApiPath(group, 'lanes', tag, 'timeline'), { signal }),
    placeholderData: (last) => last,
    refetchInterval: partMs,
    retry: false,
  })
}
