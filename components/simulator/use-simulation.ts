'use client'

import { useEffect, useState } from 'react'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { Simulation } from '@/lib/domain/simulation'

type Simulate = (group: LaneGroupDocument, request: RequestSample) => Simulation

/** Simulates in the browser; the engine (its regexes are large) is fetched once the page stands. Null until then. */
export function useSimulation(group: LaneGroupDocument, request: RequestSample): Simulation | null {
  const [engine, setEngine] = useState<{ simulate: Simulate } | null>(null)
  useEffect(() => {
    let shown = true
    const loaded = Promise.all([
      import('@/lib/domain/simulate'),
      import('@/lib/providers/inner-routing'),
      import('@/lib/providers/entry-tags'),
    ])
    loaded.then(
      ([{ simulate }, { innerRouted }, { entryTags }]) =>
        shown &&
        setEngine({ simulate: (group, request) => simulate(group, request, innerRouted, entryTags) }),
    )
    return () => {
      shown = false
    }
  }, [])
  return engine === null ? null : engine.simulate(group, request)
}
