export type Hop = { application: string; lane: string; fallback: boolean }
export type HopPoint = Hop & { x: number; y: number }
export type HopLine = { width: number; height: number; baselineY: number; points: HopPoint[]; path: string }

const step = 104
const margin = 44
const laneY = 34
const dip = 48

/** The chain as a line that runs in the lane and dips to the baseline wherever a hop falls back. */
export function hopLine(hops: readonly Hop[]): HopLine {
  const inLane = hops.some(({ lane }) => lane !== 'baseline')
  const baselineY = inLane ? laneY + dip : laneY
  const points = hops.map((hop, index) => ({
    ...hop,
    x: margin + index * step,
    y: hop.lane === 'baseline' ? baselineY : laneY,
  }))
  const width = margin * 2 + Math.max(hops.length - 1, 0) * step
  const commands = points.map((point, index) => {
    const previous = points[index - 1]
    if (previous === undefined) return `M${point.x - 28} ${point.y}H${point.x}`
    if (previous.y === point.y) return `H${point.x}`
    const middle = (previous.x + point.x) / 2
    return `C${middle} ${previous.y} ${middle} ${point.y} ${point.x} ${point.y}`
  })
  const last = points.at(-1)
  return {
    width,
    height: baselineY + (inLane ? 42 : 36),
    baselineY,
    points,
    path: last ? `${commands.join('')}H${last.x + 28}` : '',
  }
}
