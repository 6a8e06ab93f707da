import { useTranslations } from 'next-intl'
import { laneLook } from '@/components/ui/lane-look'

type Props = { lane: string; colour: number; applications: readonly { name: string; own: boolean }[] }

/** One cell per application: filled where the lane has a version of its own, hollow where it falls back. */
export function VersionCells({ lane, colour, applications }: Props) {
  const t = useTranslations('lanes')
  const { fill } = laneLook(lane, colour)
  return (
    <ul className="flex flex-wrap gap-1">
      {applications.map(({ name, own }) => {
        const words = t(own ? 'cellOwn' : 'cellFallsBack', { application: name })
        return (
          <li key={name} title={words}>
            <span
              aria-hidden="true"
              className="block size-3.5 rounded-[3px] border-[1.5px]"
              style={{ borderColor: fill, background: own ? fill : 'transparent' }}
            />
            <span className="sr-only">{words}</span>
          </li>
        )
      })}
    </ul>
  )
}
