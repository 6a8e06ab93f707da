import { useTranslations } from 'next-intl'
import { AutoSubmit } from '@/components/ui/auto-submit'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { groupPath } from '@/lib/queries/group-path'
import type { MoveDoor } from '@/lib/services/schemas/move'

type Props = {
  group: string
  entries: readonly string[]
  entry: string
  doors: readonly MoveDoor[]
  chosen: string
}

/** Which entry moves, and to which of the doors that were found; it lives in the address. */
export function DoorForm({ group, entries, entry, doors, chosen }: Props) {
  const t = useTranslations('move')
  const text = ({ title, name, host }: MoveDoor) => t('doorText', { title, name, host: host ?? t('anyHost') })
  return (
    <AutoSubmit action={groupPath(group, 'move')} label={t('title')}>
      <Field label={t('entry')} className="w-56 max-w-full">
        {(control) => (
          <Select {...control} key={entry} name="entry" defaultValue={entry}>
            {entries.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('door')} className="w-80 max-w-full">
        {(control) => (
          <Select {...control} key={chosen} name="door" defaultValue={chosen}>
            <option value="">{t('choose')}</option>
            {doors.map((door) => (
              <option key={door.id} value={door.id}>
                {text(door)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">{t('show')}</Button>
    </AutoSubmit>
  )
}
