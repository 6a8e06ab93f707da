import { baseline } from '@/lib/domain/baseline'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Convention } from '@/lib/domain/lane-group'
import type { LaneRoute } from './convention'
import { findConvention } from './render-version'

/** A route of ours as the group's convention names and labels a lane's objects; the baseline's stay as they are. */
export function dressRoute(route: KubeObject, convention: Convention, about: LaneRoute): KubeObject {
  const lane = route.metadata.labels?.[labelKeys.lane]
  if (lane === undefined || lane === baseline) return route
  return findConvention(convention)?.dressRoute?.(route, about) ?? route
}
