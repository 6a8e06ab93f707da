import { Skeleton } from '@/components/ui/skeleton'

/** The place of a title, a sentence and a table. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-6 w-40" />
      <Skeleton className="mt-2 mb-6 h-4 w-72 max-w-full" />
      <Skeleton className="h-7 w-full" />
      {['a', 'b', 'c', 'd', 'e'].map((row) => (
        <Skeleton key={row} className="mt-1.5 h-9 w-full" />
      ))}
    </div>
  )
}
