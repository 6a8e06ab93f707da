'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Menu } from '@/components/ui/menu'
import { PageHeader } from '@/components/ui/page-header'
import { StatusBadge } from '@/components/ui/status-badge'
import { deploymentsPath } from '@/lib/queries/rollout-path'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { ImageDialog } from './image-dialog'
import { RestartDialog } from './restart-dialog'
import { rolloutTone } from './rollout-tone'
import { ScaleDialog } from './scale-dialog'
import { UndoDialog } from './undo-dialog'
import type { RolloutChange } from './use-rollout-change'
import { useTurns } from './use-turns'

type Props = { rollout: RolloutView; changing: RolloutChange }

/** Which Deployment, kubectl's sentence of its rollout, and what can be done now. */
export function RolloutHead({ rollout, changing }: Props) {
  const t = useTranslations('rollout')
  const common = useTranslations('common')
  const shell = useTranslations('shell')
  const { cluster, namespace, deployment, state, sentence, paused } = rollout
  return (
    <PageHeader
      title={deployment}
      aside={`${cluster} / ${namespace}`}
      crumbsLabel={common('path')}
      crumbs={[
        { href: '/clusters', label: shell('clusters') },
        { href: deploymentsPath(rollout), label: t('listTitle') },
      ]}
      actions={<Actions rollout={rollout} changing={changing} />}
    >
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <StatusBadge tone={rolloutTone[state]}>{t(`state.${state}`)}</StatusBadge>
        {paused && state === 'complete' && <StatusBadge tone="attention">{t('state.paused')}</StatusBadge>}
        <span aria-live="polite" className="[overflow-wrap:anywhere]">
          {sentence}
        </span>
      </p>
    </PageHeader>
  )
}

type Dialog = 'image' | 'scale' | 'undo' | 'restart'

function Actions({ rollout, changing }: Props) {
  const t = useTranslations('rollout')
  const dialogs = useTurns<Dialog>()
  const { paused, uid } = rollout
  const { disabledReason, pending, run } = changing
  const verb = paused ? 'resume' : 'pause'
  const whilePaused = paused ? t('pausedFirst') : undefined
  const show = (dialog: Dialog) => () => {
    changing.clear()
    dialogs.show(dialog)
  }
  const dialog = { rollout, changing, onClose: dialogs.close }
  return (
    <>
      <Button
        variant={paused ? 'primary' : 'secondary'}
        pending={pending === verb}
        disabledReason={disabledReason}
        onClick={() => run({ verb, input: { seen: { uid, paused } } })}
      >
        {t(verb)}
      </Button>
      <Button
        variant={paused ? 'secondary' : 'primary'}
        disabledReason={disabledReason}
        onClick={show('image')}
      >
        {t('setImage')}
      </Button>
      <Menu
        label={t('more')}
        items={[
          { label: t('undo'), onSelect: show('undo'), disabledReason: disabledReason ?? whilePaused },
          { label: t('restart'), onSelect: show('restart'), disabledReason: disabledReason ?? whilePaused },
          { label: t('scale'), onSelect: show('scale'), disabledReason },
        ]}
      >
        {t('more')}
      </Menu>
      <ImageDialog key={`image-${dialogs.turn}`} {...dialog} open={dialogs.open === 'image'} />
      <ScaleDialog key={`scale-${dialogs.turn}`} {...dialog} open={dialogs.open === 'scale'} />
      <UndoDialog key={`undo-${dialogs.turn}`} {...dialog} open={dialogs.open === 'undo'} revision={null} />
      <RestartDialog key={`restart-${dialogs.turn}`} {...dialog} open={dialogs.open === 'restart'} />
    </>
  )
}
