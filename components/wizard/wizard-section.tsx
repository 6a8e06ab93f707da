import type { ReactNode } from 'react'

type Props = { id: string; place: number; title: string; hint?: ReactNode; children: ReactNode }

export function WizardSection({ id, place, title, hint, children }: Props) {
  return (
    <section
      aria-labelledby={`wizard-${id}`}
      className="min-w-0 border-line border-t py-5 first:border-t-0 first:pt-0"
    >
      <h2 id={`wizard-${id}`} className="font-semibold text-base">
        <span aria-hidden="true" className="mr-2 font-normal text-ink-3 tabular-nums">
          {place}
        </span>
        {title}
      </h2>
      {hint !== undefined && <p className="mt-0.5 text-ink-2">{hint}</p>}
      <div className="mt-3">{children}</div>
    </section>
  )
}
