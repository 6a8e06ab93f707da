import { useTranslations } from 'next-intl'
import { CodeBlock } from '@/components/ui/code-block'
import type { PlanChangeView } from '@/lib/services/schemas/lane-groups'
import { FieldTable } from './field-table'
import { YamlDiff } from './yaml-diff'

/** One object of the plan: whose it is, which fields change, and the whole of it. */
export function ChangePanel({ change }: { change: PlanChangeView }) {
  const t = useTranslations('plan')
  const { action, object, owner, before, after, diff } = change
  const name = `${object.kind} ${object.name}`
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-line-2 border-b px-3.5 py-2.5">
        <h2 className="break-all font-medium font-mono">{name}</h2>
        <p className="text-ink-2">{t(owner === 'ours' ? 'oursOwner' : 'yourOwner')}</p>
      </div>
      <div className="space-y-3 p-3.5">
        {action === 'update' && diff.length > 0 && (
          <FieldTable diff={diff} label={`${t('fields')}: ${name}`} />
        )}
        {action === 'update' && before !== null && after !== null && (
          <YamlDiff label={`${t('yamlDiff')}: ${name}`} before={before} after={after} />
        )}
        {action !== 'update' && (after ?? before) !== null && (
          <CodeBlock label={`${t('yaml')}: ${name}`} className="max-h-[60dvh]">
            {action === 'delete' ? <del className="text-ink-2">{before}</del> : (after ?? before)}
          </CodeBlock>
        )}
      </div>
    </>
  )
}
