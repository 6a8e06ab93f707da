import { useTranslations } from 'next-intl'
import { AutoSubmit } from '@/components/ui/auto-submit'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'

type Props = {
  action: string
  clusters: readonly string[]
  namespaces: readonly string[]
  place: { cluster: string; namespace: string }
}

/** Where to look; it lives in the address. */
export function PlaceForm({ action, clusters, namespaces, place }: Props) {
  const t = useTranslations('imports')
  const known = namespaces.includes(place.namespace) ? namespaces : [...namespaces, place.namespace]
  return (
    <AutoSubmit action={action} label={t('search')}>
      <Choice label={t('cluster')} name="cluster" value={place.cluster} options={clusters} />
      <Choice label={t('namespace')} name="namespace" value={place.namespace} options={known} />
      <Button type="submit">{t('look')}</Button>
    </AutoSubmit>
  )
}

function Choice(props: { label: string; name: string; value: string; options: readonly string[] }) {
  const { label, name, value, options } = props
  return (
    <Field label={label} className="w-56 max-w-full">
      {(control) => (
        <Select {...control} key={value} name={name} defaultValue={value}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      )}
    </Field>
  )
}
