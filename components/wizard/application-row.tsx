'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { HeldInput } from '@/components/ui/held-input'
import { Input } from '@/components/ui/input'
import { Td } from '@/components/ui/table'
import { resolveImage } from './resolve-image'
import type { ProblemTexts } from './use-problem-texts'
import type { DraftApplication } from './wizard-draft'

type Props = {
  application: DraftApplication
  errorsOf: ProblemTexts
  onChange: (part: Partial<DraftApplication>, field: string) => void
  onYaml: () => void
}

export function ApplicationRow({ application, errorsOf, onChange, onYaml }: Props) {
  const t = useTranslations('wizard.applications')
  const { name, deployment, baseImage, ready, desired, included, image, replicas } = application
  const resolved = resolveImage(image, baseImage)
  return (
    <tr className={included ? undefined : 'text-ink-2'}>
      <Td className="align-top">
        <Checkbox
          label={<span className="font-medium">{name}</span>}
          aria-label={t('include', { name })}
          checked={included}
          onChange={(event) =>
            onChange(
              event.target.checked ? { included: true } : { included: false, image: '' },
              'applications',
            )
          }
        />
        <span className="block pl-6 text-ink-3 text-xs">
          {deployment === name ? '' : `${deployment}, `}
          {t('ready', { ready, desired })}
        </span>
        <span title={baseImage} className="block break-all font-mono text-xs md:hidden">
          {baseImage.slice(baseImage.lastIndexOf('/') + 1)}
        </span>
      </Td>
      <Td className="max-w-72 break-all align-top font-mono text-xs leading-6 max-md:hidden">{baseImage}</Td>
      <Td className="min-w-36 align-top max-md:px-1 md:min-w-64">
        <Field
          label={t('imageOf', { name })}
          labelHidden
          errors={errorsOf(`image:${name}`)}
          hint={
            resolved === image.trim() ? undefined : (
              <span className="break-all">{t('becomes', { image: resolved })}</span>
            )
          }
        >
          {(control) => (
            <Input
              {...control}
              size={8}
              className="font-mono text-xs"
              placeholder={included ? t('placeholder') : t('notIn')}
              value={image}
              onChange={(event) => onChange({ image: event.target.value, included: true }, `image:${name}`)}
            />
          )}
        </Field>
        {included && image.trim() !== '' && (
          <VersionState application={application} errors={errorsOf(`yaml:${name}`)} onYaml={onYaml} />
        )}
      </Td>
      <Td className="w-24 align-top max-md:w-16 max-md:px-1">
        <Field label={t('replicasOf', { name })} labelHidden errors={errorsOf(`replicas:${name}`)}>
          {(control) => (
            <HeldInput
              {...control}
              size={3}
              inputMode="numeric"
              className="num"
              heldReason={image.trim() === '' ? t('replicasAfterImage') : undefined}
              value={replicas}
              onChange={(event) => onChange({ replicas: event.target.value }, `replicas:${name}`)}
            />
          )}
        </Field>
      </Td>
    </tr>
  )
}

type StateProps = { application: DraftApplication; errors: readonly string[]; onYaml: () => void }

/** The way to a version's YAML, and what was chosen there. */
function VersionState({ application, errors, onYaml }: StateProps) {
  const t = useTranslations('wizard.applications')
  const { name, config, patch, yaml } = application
  const said = [
    ...(patch === null && yaml === null ? [] : [t('yamlEdited')]),
    ...(config === 'copy' ? [t('ownConfig')] : []),
  ]
  return (
    <div className="mt-1">
      <div className="flex flex-wrap items-center gap-x-2">
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('yamlOf', { name })}
          data-invalid={errors.length > 0 || undefined}
          onClick={onYaml}
        >
          {t('yaml')}
        </Button>
        <span className="text-ink-2 text-xs">{said.join(' · ')}</span>
      </div>
      <div aria-live="polite">
        {errors.map((error) => (
          <p key={error} className="mt-1 text-bad text-xs">
            {error}
          </p>
        ))}
      </div>
    </div>
  )
}
