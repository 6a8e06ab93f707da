import { useTranslations } from 'next-intl'

/** What will happen, in its order. */
export function OrderList({ steps }: { steps: readonly string[] }) {
  const t = useTranslations('lane.confirm')
  return (
    <div>
      <p className="font-medium">{t('order')}</p>
      <ol className="list-decimal space-y-0.5 pl-5 text-ink-2">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  )
}
