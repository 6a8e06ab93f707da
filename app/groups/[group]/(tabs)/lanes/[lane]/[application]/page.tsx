import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { saveDocumentAction } from '@/app/groups/[group]/actions'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { MessageScope } from '@/components/message-scope'
import { Alert } from '@/components/ui/alert'
import { VersionPanel } from '@/components/version-yaml/version-panel'
import { versionOf } from '@/components/version-yaml/with-version'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'
import { renderLaneVersion } from '@/lib/services/lane-groups/render-lane-version'
import { translate } from '@/lib/words/translate'

type Props = { params: Promise<{ group: string; lane: string; application: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group, lane, application }, t] = await Promise.all([params, getTranslations('versionYaml')])
  return { title: `${t('title', { lane, application })} · ${group}` }
}

export default async function VersionPage({ params }: Props) {
  const { group, lane, application } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'lanes', lane, application))
  const [t, { document, revision }] = await Promise.all([
    getTranslations('versionYaml'),
    loadGroup(ctx, group),
  ])
  if (versionOf(document, lane, application) === undefined) notFound()
  const view = await renderLaneVersion(ctx, { document, lane, application }).catch((error: unknown) => {
    if (error instanceof AppError) return error
    throw error
  })
  return (
    <MessageScope names={['versionYaml', 'plan', 'group', 'stale']}>
      <h2 className="font-medium text-base">{t('title', { lane, application })}</h2>
      <p className="mb-4 max-w-[80ch] text-ink-2">{t('lead')}</p>
      {view instanceof AppError ? (
        <Alert tone="failed" title={t('cannot')}>
          {translate(view.words, ctx.language)}
        </Alert>
      ) : (
        <VersionPanel
          group={group}
          document={document}
          revision={revision}
          lane={lane}
          application={application}
          view={view}
          mayOperate={hasRole(ctx.actor, 'operator')}
          save={saveDocumentAction}
        />
      )}
    </MessageScope>
  )
}
