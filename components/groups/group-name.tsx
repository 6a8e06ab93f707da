import Link from 'next/link'
import { groupPath } from '@/lib/queries/group-path'

export function GroupName({ name, title }: { name: string; title: string | null }) {
  return (
    <>
      <Link href={groupPath(name)} className="block w-fit min-w-24 font-medium hover:underline">
        {name}
      </Link>
      {title !== null && <span className="font-normal text-ink-3">{title}</span>}
    </>
  )
}
