import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'

type Props = {
  value: 'share' | 'copy'
  disabled: boolean
  hint?: string | undefined
  onChange: (value: 'share' | 'copy') => void
}

/** Whether a version reads the baseline's ConfigMaps and Secrets or copies of its own. */
export function ConfigField({ value, disabled, hint, onChange }: Props) {
  const t = useTranslations('versionYaml')
  const explained = t(value === 'copy' ? 'configCopyHint' : 'configShareHint')
  return (
    <Field label={t('config')} hint={hint === undefined ? explained : `${explained} ${hint}`}>
      {(control) => (
        <Select
          {...control}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value === 'copy' ? 'copy' : 'share')}
        >
          <option value="share">{t('configShare')}</option>
          <option value="copy">{t('configCopy')}</option>
        </Select>
      )}
    </Field>
  )
}
