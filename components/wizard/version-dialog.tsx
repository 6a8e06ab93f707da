'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { withoutEval } from '@/components/rules/without-eval'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import type { DraftVersion as Content } from './draft-version'

/** It comes when it is asked for: it brings a YAML parser and the schemas with it. */
const DraftVersion = dynamic(
  () => withoutEval(() => import('./draft-version')).then((module) => module.DraftVersion),
  { ssr: false, loading: () => <Skeleton className="h-[60dvh]" /> },
)

type Props = Omit<ComponentProps<typeof Content>, 'application'> & {
  application: ComponentProps<typeof Content>['application'] | undefined
  onClose: () => void
}

/** The YAML of one version, over the wizard; without an application it is closed. */
export function VersionDialog({ application, onClose, ...rest }: Props) {
  const t = useTranslations('versionYaml')
  const wizard = useTranslations('wizard.applications')
  return (
    <Dialog
      open={application !== undefined}
      onClose={onClose}
      title={t('title', { lane: rest.draft.lane.tag, application: application?.name ?? '' })}
      className="w-[min(100vw-32px,1280px)]"
      footer={
        <>
          <p className="mr-auto self-center text-ink-2">{wizard('yamlKept')}</p>
          <Button variant="primary" onClick={onClose}>
            {wizard('yamlDone')}
          </Button>
        </>
      }
    >
      {application && <DraftVersion application={application} {...rest} />}
    </Dialog>
  )
}
