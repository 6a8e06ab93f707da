import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type Messages, NextIntlClientProvider } from 'next-intl'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type Locale, locales } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import { GovernanceCheck } from './governance-check'

const place = { cluster: 'ack', namespace: 'prod' }
const application = (deployment: string, gaps: GovernanceView['applications'][number]['gaps']) => ({
  deployment,
  registered: gaps.includes('name') ? null : deployment,
  switchedBy: gaps.includes('switch') ? null : ('namespace' as const),
  pod: `${deployment}-1`,
  injected: gaps.length === 0,
  gaps,
})
const view = (isOn: boolean, ...applications: GovernanceView['applications']): GovernanceView => ({
  ...place,
  isOn,
  component: null,
  isComponentKnown: true,
  applications,
})

function markup(locale: Locale, data: GovernanceView): string {
  const client = new QueryClient()
  client.setQueryData(['governance', place.cluster, place.namespace], data)
  const fail = (error: Error) => {
    throw error
  }
  const enable = () => Promise.resolve({ ok: true as const, data })
  const check = createElement(GovernanceCheck, { ...place, enable })
  const queries = createElement(QueryClientProvider, { client }, check)
  const messages: Partial<Messages> = messagesOf[locale]
  const provider = { locale, messages, onError: fail, timeZone: 'UTC', children: queries }
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider))
}

describe.each([...locales])('the governance check in %s', (locale) => {
  it('offers the switch while the namespace is off, and not when it is on', () => {
    const button = messagesOf[locale].governance.enable
    expect(markup(locale, view(false, application('web', ['switch'])))).toContain(`>${button}</button>`)
    const on = markup(locale, view(true, application('web', [])))
    expect(on).not.toContain('<button')
    expect(on).toContain(messagesOf[locale].governance.all)
  })

  it('says of each gap what to do', () => {
    const gaps = ['podOff', 'name', 'restart', 'component', 'noPods'] as const
    const shown = markup(locale, view(true, application('web', [...gaps])))
    expect(shown).toContain('kubectl rollout restart deployment web -n prod')
    expect(shown.match(/<li>/g)).toHaveLength(gaps.length)
  })
})
