import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { saveDocumentAction } from '@/app/groups/[group]/actions'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { LossList } from '@/components/imports/loss-list'
import { ProblemFields } from '@/components/imports/problem-fields'
import { MessageScope } from '@/components/message-scope'
import { DoorForm } from '@/components/move/door-form'
import { MoveButton } from '@/components/move/move-button'
import { PlanContent } from '@/components/plan/plan-content'
import { Alert } from '@/components/ui/alert'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole, type ServiceContext } from '@/lib/services/context'
import { planMove } from '@/lib/services/lane-groups/plan-move'
import type { MoveView } from '@/lib/services/schemas/move'

type Props = {
  params: Promise<{ group: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('move')])
  return { title: `${t('title')} · ${group}` }
}

export default async function MovePage({ params, searchParams }: Props) {
  const { group } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'move'))
  const [t, shell, common, view, query] = await Promise.all([
    getTranslations('move'),
    getTranslations('shell'),
    getTranslations('common'),
    loadGroup(ctx, group),
    searchParams,
  ])
  const one = (name: string) =>
    typeof query[name] === 'string' && query[name] !== '' ? query[name] : undefined
  const move = await moveOrRefusal(ctx, { group, entry: one('entry'), door: one('door') })
  return (
    <MessageScope names={['move', 'imports', 'group', 'plan']}>
      <PageHeader
        title={t('title')}
        crumbs={[
          { href: '/groups', label: shell('groups') },
          { href: groupPath(group), label: group },
        ]}
        crumbsLabel={common('path')}
      >
        {t('lead')}
      </PageHeader>
      {move instanceof AppError ? (
        <Alert tone="failed" title={move.toBody(ctx.language).message} />
      ) : (
        <Move
          move={move}
          entries={view.document.spec.entries.map(({ name }) => name)}
          application={view.document.spec.entries.find(({ name }) => name === move.entry)?.application ?? ''}
          mayOperate={hasRole(ctx.actor, 'operator')}
        />
      )}
    </MessageScope>
  )
}

async function moveOrRefusal(
  ctx: ServiceContext,
  input: Parameters<typeof planMove>[1],
): Promise<MoveView | AppError> {
  try {
    return await planMove(ctx, input)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

type MoveProps = { move: MoveView; entries: readonly string[]; application: string; mayOperate: boolean }

async function Move({ move, entries, application, mayOperate }: MoveProps) {
  const t = await getTranslations('move')
  const { chosen, doors, group, revision } = move
  const blocked =
    chosen !== null &&
    (chosen.plan === null || chosen.plan.errors.length > 0 || chosen.plan.conflicts.length > 0)
  return (
    <div className="space-y-5">
      <DoorForm
        group={group}
        entries={entries}
        entry={move.entry}
        doors={doors}
        chosen={chosen?.door.id ?? ''}
      />
      {doors.length === 0 && <EmptyState title={t('noneTitle', { application })}>{t('noneBody')}</EmptyState>}
      {chosen !== null && (
        <>
          {Object.keys(chosen.problems).length > 0 && (
            <ProblemFields title={t('problems', { gateway: chosen.door.title })} fields={chosen.problems} />
          )}
          <LossList title={t('differences', { gateway: chosen.door.title })} losses={chosen.differences} />
          {chosen.plan !== null && (
            <section aria-labelledby="move-plan">
              <h2 id="move-plan" className="mb-2 font-medium text-base">
                {t('plan')}
              </h2>
              <PlanContent plan={chosen.plan} />
            </section>
          )}
          <MoveButton
            group={group}
            revision={revision}
            document={chosen.document}
            disabledReason={mayOperate ? (blocked ? t('blocked') : undefined) : t('needsRole')}
            save={saveDocumentAction}
          />
        </>
      )}
    </div>
  )
}
