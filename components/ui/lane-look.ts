import { baseline } from '@/lib/domain/baseline'

/** How one lane is drawn: the same on every page. `pattern` lies over the fill, so that the colour is never alone. */
export type LaneLook = { fill: string; ink: string; pattern: string }

const line = 'color-mix(in srgb, currentColor 38%, transparent)'

const patterns = [
  'none',
  `repeating-linear-gradient(45deg, ${line} 0 1.5px, transparent 1.5px 5px)`,
  `radial-gradient(${line} 1.2px, transparent 1.4px) 0 0 / 5px 5px`,
  `repeating-linear-gradient(90deg, ${line} 0 1.5px, transparent 1.5px 5px)`,
  `repeating-linear-gradient(-45deg, ${line} 0 1.5px, transparent 1.5px 5px)`,
  `repeating-linear-gradient(0deg, ${line} 0 1.5px, transparent 1.5px 5px)`,
] as const

/** `colour` is the lane's place in the order of creation, from 0; the pattern shifts when the six colours come round. */
export function laneLook(lane: string, colour: number): LaneLook {
  if (lane === baseline) return { fill: 'var(--baseline)', ink: 'var(--baseline-ink)', pattern: 'none' }
  const place = ((colour % 6) + 6) % 6
  const round = Math.floor(Math.max(colour, 0) / 6)
  return {
    fill: `var(--lane-${place + 1})`,
    ink: `var(--lane-${place + 1}-ink)`,
    pattern: patterns[(place + round) % 6] ?? 'none',
  }
}
