import { classNames } from './class-names'

/** A grey shape in the place of what is being loaded; shown only after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('appear-late block rounded bg-chip', className)} />
}
