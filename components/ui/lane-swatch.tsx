import { laneLook } from './lane-look'

export function LaneSwatch({ lane, colour }: { lane: string; colour: number }) {
  const { fill, ink, pattern } = laneLook(lane, colour)
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2.5 shrink-0 rounded-[3px] outline -outline-offset-1 outline-edge"
      style={{ background: pattern === 'none' ? fill : `${pattern}, ${fill}`, color: ink }}
    />
  )
}
