import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { ScrollRegion } from './scroll-region'

/** A table that scrolls inside its own region, so that the page never scrolls sideways. */
export function Table({ label, className, children }: ComponentProps<'table'> & { label: string }) {
  return (
    <ScrollRegion label={label}>
      <table className={classNames('w-full border-collapse text-sm', className)}>{children}</table>
    </ScrollRegion>
  )
}

export function Th({ className, scope = 'col', ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope={scope}
      {...rest}
      className={classNames(
        'whitespace-nowrap border-line border-b px-2.5 py-1.5 font-normal text-ink-3 text-xs',
        className,
      )}
    />
  )
}

/** The cell that names its row. */
export function RowHeader({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="row"
      {...rest}
      className={classNames('h-9 border-line-2 border-b px-2.5 py-1.5 font-medium', className)}
    />
  )
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td {...rest} className={classNames('h-9 border-line-2 border-b px-2.5 py-1.5', className)} />
}
