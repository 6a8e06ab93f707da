import { agentTagHeader } from '@/lib/domain/inner-hops'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { type Sentence, say } from '@/lib/words/sentence'
import { registeredName } from './mse-agent-base'
import type { MseAgentSettings } from './mse-agent-settings'
import type { BaseRoute, Routes } from './provider'

/** What an operator should know of a rule that agents obey. */
export function agentNotices(routes: Routes, base: BaseRoute, settings: MseAgentSettings): Notice[] {
  const { agent, baseSubset, delivery } = settings
  const application = registeredName(base.object) ?? base.service.name
  const notices: Notice[] = []
  const add = (code: string, severity: Notice['severity'], message: Sentence) =>
    notices.push({ code, severity, message, object: refOf(base.object), params: { application } })
  if (agent === 'mse' && delivery === 'objects') add('RouterUnread', 'warning', say('planning.routerUnread'))
  if (delivery === 'mse-openapi') add('OnlyOnDouble', 'warning', say('planning.onlyOnDouble'))
  if (delivery === 'mse-openapi' && routes.tagPolicy === 'closed')
    add('TagStays', 'warning', say('planning.tagStays'))
  if (agent === 'spring-cloud-alibaba') {
    add('NacosVersion', 'warning', say('planning.nacosVersion', { application, subset: baseSubset }))
    add('OneTarget', 'warning', say('planning.oneTarget'))
    add('HeadersCopied', 'warning', say('planning.headersCopied', { header: routes.tagHeader }))
  } else if (routes.tagHeader.toLowerCase() !== agentTagHeader) {
    add('TagHeader', 'warning', say('planning.agentTagHeader', { header: routes.tagHeader }))
  }
  const placed = routes.rules.filter(({ match }) =>
    match?.flat().some(({ source }) => source === 'path' || source === 'host'),
  )
  for (const { name } of placed)
    add('PathOfCall', 'info', say('planning.pathOfCall', { rule: name, application }))
  return notices
}
