import { useTranslations } from 'next-intl'
import { AutoSubmit } from '@/components/ui/auto-submit'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { groupStates, type ListLaneGroupsInput } from '@/lib/services/schemas/lane-groups'

export function GroupFilters({
  query,
  clusters,
}: {
  query: ListLaneGroupsInput
  clusters: readonly string[]
}) {
  const t = useTranslations('groups')
  const states = useTranslations('states.group')
  return (
    <AutoSubmit action="/groups" label={t('search')}>
      <Field label={t('search')} labelHidden className="min-w-0 flex-[1_1_280px]">
        {(control) => (
          <Input
            {...control}
            type="search"
            name="search"
            placeholder={t('search')}
            defaultValue={query.search}
            maxLength={200}
          />
        )}
      </Field>
      {clusters.length > 1 && (
        <Filter label={t('cluster')} name="cluster" value={query.cluster ?? ''}>
          <option value="">{t('all')}</option>
          {clusters.map((cluster) => (
            <option key={cluster}>{cluster}</option>
          ))}
        </Filter>
      )}
      <Filter label={t('state')} name="state" value={query.state ?? ''}>
        <option value="">{t('all')}</option>
        {groupStates.map((state) => (
          <option key={state} value={state}>
            {states(state)}
          </option>
        ))}
      </Filter>
      <Filter label={t('sort')} name="sort" value={query.sort ?? 'name'}>
        <option value="name">{t('byName')}</option>
        <option value="updated">{t('byUpdated')}</option>
      </Filter>
      <Button type="submit">{t('apply')}</Button>
    </AutoSubmit>
  )
}

type FilterProps = { label: string; name: string; value: string; children: React.ReactNode }

function Filter({ label, name, value, children }: FilterProps) {
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={`filter-${name}`} className="whitespace-nowrap text-ink-3 text-xs">
        {label}
      </label>
      <Select key={value} id={`filter-${name}`} name={name} defaultValue={value} className="w-auto">
        {children}
      </Select>
    </div>
  )
}
