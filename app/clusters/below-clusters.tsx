import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/ui/page-header'

/** The head of a page below the clusters page. */
export async function BelowClusters({ title, lead }: { title: string; lead: string }) {
  const [common, shell] = await Promise.all([getTranslations('common'), getTranslations('shell')])
  return (
    <PageHeader
      title={title}
      crumbs={[{ href: '/clusters', label: shell('clusters') }]}
      crumbsLabel={common('path')}
    >
      {lead}
    </PageHeader>
  )
}
