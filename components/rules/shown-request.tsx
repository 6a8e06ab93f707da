import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { RequestSample } from '@/lib/domain/request-sample'
import { groupPath } from '@/lib/queries/group-path'
import { requestLine } from './request-line'

/** A request that shows a finding, with a link that puts it into the simulator beside the group's rules. */
export function ShownRequest({ group, request }: { group: string; request: RequestSample }) {
  const t = useTranslations('plan')
  const asked = encodeURIComponent(JSON.stringify(request))
  return (
    <span className="block text-xs">
      <code className="break-words font-mono">{requestLine(request)}</code>{' '}
      <Link className="underline" href={`${groupPath(group, 'rules')}?try=${asked}`}>
        {t('tryRequest')}
      </Link>
    </span>
  )
}
