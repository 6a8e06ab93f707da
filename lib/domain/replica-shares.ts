/** Pods of a lane beside a baseline, and the share, 0..1, of the requests that they then take. */
export type ReplicaShare = { lane: string; replicas: number; wanted: number; real: number }

/**
 * The numbers of lanes' pods that come nearest to weights where a Service shares its connections evenly among pods, with so
 * many pods of the baseline: at least one for a weight above 0. `baseline` must have a weight above 0.
 */
export function replicaShares(input: {
  baseline: { replicas: number; weight: number }
  lanes: readonly { lane: string; weight: number }[]
}): ReplicaShare[] {
  const { baseline, lanes } = input
  const total = lanes.reduce((sum, { weight }) => sum + weight, baseline.weight)
  const counts = lanes.map(({ weight }) =>
    weight === 0 ? 0 : Math.max(1, Math.round((baseline.replicas * weight) / baseline.weight)),
  )
  const pods = counts.reduce((sum, count) => sum + count, baseline.replicas)
  return lanes.map(({ lane, weight }, index) => {
    const replicas = counts[index] ?? 0
    return { lane, replicas, wanted: weight / total, real: pods === 0 ? 0 : replicas / pods }
  })
}
