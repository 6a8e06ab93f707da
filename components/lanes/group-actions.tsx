'use client'

import { useRouter, useSelectedLayoutSegment, useSelectedLayoutSegments } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { RollBackChoice } from '@/components/revisions/roll-back-choice'
import { type RollBack, RollBackDialog } from '@/components/revisions/roll-back-dialog'
import { useCommands } from '@/components/shell/use-commands'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { Menu } from '@/components/ui/menu'
import { groupPath } from '@/lib/queries/group-path'
import { type DeleteGroup, DeleteGroupDialog } from './delete-group-dialog'
import type { PrimaryAction } from './primary-action'
import { type RemovableLane, type RemoveLane, RemoveLaneDialog } from './remove-lane-dialog'

type Props = {
  group: string
  revision: number
  primary: PrimaryAction
  lanes: readonly RemovableLane[]
  choices: readonly RollBackChoice[]
  mayOperate: boolean
  actions: { removeLane: RemoveLane; rollBack: RollBack; deleteGroup: DeleteGroup }
}

type OpenDialog =
  | { kind: 'none' }
  | { kind: 'rollBack' }
  | { kind: 'delete' }
  | { kind: 'remove'; lane: string }

/** The one thing to do next, roll back at its fixed place, and everything rarer in a menu. */
export function GroupActions({ group, revision, primary, lanes, choices, mayOperate, actions }: Props) {
  const t = useTranslations('group')
  const remove = useTranslations('lanes.remove')
  const [dialog, setDialog] = useState<OpenDialog>({ kind: 'none' })
  const close = () => setDialog({ kind: 'none' })
  const [shownLane, setShownLane] = useState(lanes[0]?.tag)
  const openRemove = (lane: string) => {
    setShownLane(lane)
    setDialog({ kind: 'remove', lane })
  }
  const removable = lanes.find(({ tag }) => tag === shownLane)
  const reason = mayOperate ? undefined : t('needsRole')
  useGroupCommands(group)
  const isLanePage = useIsLanePage()
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
          ...lanes.map(({ tag }) => ({
            label: remove('menu', { lane: tag }),
            onSelect: () => openRemove(tag),
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
      <RollBackDialog
        group={group}
        current={revision}
        choices={choices}
        open={dialog.kind === 'rollBack'}
        onClose={close}
        rollBack={actions.rollBack}
      />
      <DeleteGroupDialog
        group={group}
        open={dialog.kind === 'delete'}
        onClose={close}
        deleteGroup={actions.deleteGroup}
      />
      {removable !== undefined && (
        <RemoveLaneDialog
          group={group}
          lane={removable}
          open={dialog.kind === 'remove'}
          onClose={close}
          removeLane={actions.removeLane}
        />
      )}
    </>
  )
}

/** The page of a lane has the way out and the next thing to do of its own. */
function useIsLanePage(): boolean {
  const [first, ...rest] = useSelectedLayoutSegments()
  return first === 'lanes' && rest.length === 1
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
