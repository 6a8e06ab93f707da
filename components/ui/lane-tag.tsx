import { LaneSwatch } from './lane-swatch'

/** A lane by colour, pattern and name. `label` is what to show for the baseline in the reader's language. */
export function LaneTag({ lane, colour, label }: { lane: string; colour: number; label?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 rounded-[5px] border border-line bg-panel px-1.5 align-middle text-xs leading-5">
      <LaneSwatch lane={lane} colour={colour} />
      <span className="truncate font-medium">{label ?? lane}</span>
    </span>
  )
}
