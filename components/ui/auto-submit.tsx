'use client'

import Form from 'next/form'
import type { ReactNode } from 'react'

/** A form of filters that lives in the address: choosing applies at once, typing applies on Enter. */
export function AutoSubmit({
  action,
  label,
  children,
}: {
  action: string
  label: string
  children: ReactNode
}) {
  return (
    <Form
      action={action}
      aria-label={label}
      role="search"
      className="mb-4 flex flex-wrap items-end gap-2"
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) event.currentTarget.requestSubmit()
      }}
    >
      {children}
    </Form>
  )
}
