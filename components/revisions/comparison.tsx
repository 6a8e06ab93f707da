import { useTranslations } from 'next-intl'
import { YamlDiff } from '@/components/plan/yaml-diff'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { documentChanges } from '@/lib/domain/document-changes'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RevisionView } from '@/lib/services/schemas/lane-groups'
import { ChangeList } from './change-list'

type Side = { number: number; document: LaneGroupDocument; baseline: RevisionView['baseline']; yaml: string }
type Props = { numbers: readonly number[]; from: Side | null; to: Side | null }

/** Any two revisions beside each other: in words and as YAML. The choice stands in the address. */
export function Comparison({ numbers, from, to }: Props) {
  const t = useTranslations('revisions')
  return (
    <section id="comparison" aria-label={t('compare')} className="space-y-3 scroll-mt-4">
      <form method="get" action="#comparison" className="flex flex-wrap items-end gap-2">
        <Choice
          name="from"
          label={t('compareFrom')}
          numbers={numbers}
          value={from?.number ?? numbers[1] ?? numbers[0]}
        />
        <Choice name="to" label={t('compareTo')} numbers={numbers} value={to?.number ?? numbers[0]} />
        <Button type="submit">{t('compare')}</Button>
      </form>
      {from !== null && to !== null && (
        <>
          <h2 className="font-medium text-base">{t('compareTitle', { from: from.number, to: to.number })}</h2>
          <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
            <div className="min-w-0">
              <h3 className="mb-1 font-medium">{t('inWords')}</h3>
              <ChangeList changes={documentChanges(from.document, to.document)} />
              <h3 className="mt-4 mb-1 font-medium">{t('baselineTitle', { number: to.number })}</h3>
              <ul className="space-y-0.5 text-ink-2">
                {to.baseline.map(({ application, images }) => (
                  <li key={application} className="break-all">
                    {t('baseline', { application, images: images.map(({ image }) => image).join(', ') })}
                  </li>
                ))}
              </ul>
            </div>
            <div className="min-w-0">
              <h3 className="mb-1 font-medium">{t('asYaml')}</h3>
              {from.yaml === to.yaml ? (
                <p className="text-ink-2">{t('sameYaml')}</p>
              ) : (
                <YamlDiff
                  label={t('compareTitle', { from: from.number, to: to.number })}
                  before={from.yaml}
                  after={to.yaml}
                />
              )}
            </div>
          </div>
        </>
      )}
    </section>
  )
}

function Choice(props: {
  name: string
  label: string
  numbers: readonly number[]
  value: number | undefined
}) {
  return (
    <Field label={props.label} className="w-28">
      {(control) => (
        <Select {...control} key={props.value} name={props.name} defaultValue={props.value}>
          {props.numbers.map((number) => (
            <option key={number} value={number}>
              {number}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
