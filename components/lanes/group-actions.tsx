'use client'

import { useRouter, useSelectedLayoutSegment, useSelectedLayoutSegments } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { ChangeLane } from '@/components/lane-page/lane-action-props'
import type { RollBackChoice } from '@/components/revisions/roll-back-choice'
import { type RollBack, RollBackDialog } from '@/components/revisions/roll-back-dialog'
import { useCommands } from '@/components/shell/use-commands'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { Menu } from '@/components/ui/menu'
import type { GroupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { type DeleteGroup, DeleteGroupDialog, type LeavingLane } from './delete-group-dialog'
import type { PrimaryAction } from './primary-action'
import { RemoveLaneDialog } from './remove-lane-dialog'

type Props = {
  drawn: GroupNow
  primary: PrimaryAction
  lanes: readonly LeavingLane[]
  choices: readonly RollBackChoice[]
  mayOperate: boolean
  actions: { removeLane: ChangeLane; rollBack: RollBack; deleteGroup: DeleteGroup }
}

type OpenDialog =
  | { kind: 'none' }
  | { kind: 'rollBack' }
  | { kind: 'delete' }
  | { kind: 'remove'; lane: string }

/** The one thing to do next, roll back at its fixed place, and everything rarer in a menu. */
export function GroupActions({ drawn, primary, lanes, choices, mayOperate, actions }: Props) {
  const t = useTranslations('group')
  const remove = useTranslations('lanes.remove')
  const [dialog, setDialog] = useState<OpenDialog>({ kind: 'none' })
  const close = () => setDialog({ kind: 'none' })
  const { group } = drawn
  const reason = mayOperate ? undefined : t('needsRole')
  useGroupCommands(group)
  const shownLane = useShownLane()
  const isLanePage = shownLane !== null
  // The page of a lane offers its removal itself.
  const removable = lanes.filter(({ tag }) => tag !== shownLane)
  return (
    <>
      {!isLanePage && (
        <Button variant="danger" disabledReason={reason} onClick={() => setDialog({ kind: 'rollBack' })}>
          {t('rollBack')}
        </Button>
      )}
      <Menu
        label={t('more')}
        items={[
          ...removable.map(({ tag }) => ({
            label: remove('menu', { lane: tag }),
            onSelect: () => setDialog({ kind: 'remove', lane: tag }),
            danger: true,
            disabledReason: reason,
          })),
          {
            label: t('delete.menu'),
            onSelect: () => setDialog({ kind: 'delete' }),
            danger: true,
            disabledReason: reason,
          },
        ]}
      >
        {t('moreShort')}
      </Menu>
      {!isLanePage && <PrimaryLink group={group} primary={primary} />}
      {dialog.kind === 'rollBack' && (
        <RollBackDialog drawn={drawn} choices={choices} onClose={close} rollBack={actions.rollBack} />
      )}
      {dialog.kind === 'delete' && (
        <DeleteGroupDialog drawn={drawn} lanes={lanes} onClose={close} deleteGroup={actions.deleteGroup} />
      )}
      {dialog.kind === 'remove' && (
        <RemoveLaneDialog group={group} lane={dialog.lane} onClose={close} removeLane={actions.removeLane} />
      )}
    </>
  )
}

/** The lane whose page this is, which has the way out and the next thing to do of its own; null elsewhere. */
function useShownLane(): string | null {
  const [first, lane, ...rest] = useSelectedLayoutSegments()
  return first === 'lanes' && lane !== undefined && rest.length === 0 ? decodeURIComponent(lane) : null
}

/** On the page that it leads to, or where the page has its own main button, it steps back or away. */
function PrimaryLink({ group, primary }: { group: string; primary: PrimaryAction }) {
  const t = useTranslations('group')
  const segment = useSelectedLayoutSegment()
  if (segment === primary.page) return null
  const variant = segment === 'rules' ? 'secondary' : 'primary'
  return (
    <LinkButton variant={variant} href={groupPath(group, ...primary.path)}>
      {t(primary.label)}
    </LinkButton>
  )
}

function useGroupCommands(group: string) {
  const t = useTranslations('group')
  const router = useRouter()
  const commands = useMemo(() => {
    const pages = ['overview', 'rules', 'plan', 'traffic', 'revisions'] as const
    return pages.map((page) => ({
      id: `${group}/${page}`,
      label: `${group}: ${t(`tab.${page}`)}`,
      run: () => router.push(groupPath(group, ...(page === 'overview' ? [] : [page]))),
    }))
  }, [group, router, t])
  useCommands(commands)
}
