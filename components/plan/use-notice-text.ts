import { useTranslations } from 'next-intl'
import type { NoticeView } from '@/lib/services/schemas/common'

/** The texts there are, with the params that each needs. */
const texts = {
  NoReadinessProbe: ['application'],
  HostPort: ['application'],
  SharedVolume: ['application'],
  NodeName: ['application'],
  NoApplicationLabel: ['application'],
  GatewayVersion: ['rule', 'version'],
  TagRemovedElsewhere: ['name', 'hosts'],
  PassTagOff: ['lane'],
  Kept: ['field', 'by'],
} as const

/** A notice in the reader's language where a text for its code exists; its own words elsewhere. */
export function useNoticeText(): (notice: Pick<NoticeView, 'code' | 'message' | 'params'>) => string {
  const t = useTranslations('plan.notice')
  return ({ code, message, params = {} }) => {
    if (!isKnown(code) || texts[code].some((name) => params[name] === undefined))
      return t('none', { message })
    return t(code, {
      application: params.application ?? '',
      rule: params.rule ?? '',
      version: params.version ?? '',
      name: params.name ?? '',
      hosts: params.hosts ?? '',
      lane: params.lane ?? '',
      field: params.field ?? '',
      by: params.by ?? '',
    })
  }
}

function isKnown(code: string): code is keyof typeof texts {
  return Object.hasOwn(texts, code)
}
