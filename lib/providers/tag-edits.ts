import { asObjects, asTexts, at } from '@/lib/domain/json'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { withHeader } from './header-list'
import type { BaseRoute, Edit, Routes } from './provider'

/** With a closed tag policy the base Ingress is edited so that it removes the tag header; `key` is the annotation that does it. */
export function tagEdits(routes: Routes, base: BaseRoute, key: string): Edit[] {
  if (routes.tagPolicy === 'open') return []
  const before = asTexts(base.object.metadata.annotations)[key]
  const after = withHeader(before, routes.tagHeader)
  if (after === null) return []
  const path = `/metadata/annotations/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return [{ ref: refOf(base.object), uid: base.object.metadata.uid, path, before, after }]
}

/** Says which other hosts such an edit reaches: an annotation holds for the whole Ingress. */
export function wideEditNotices(edits: readonly Edit[], base: BaseRoute): Notice[] {
  const hosts = asObjects(at(base.object, 'spec', 'rules')).map(({ host }) =>
    typeof host === 'string' ? host : '*',
  )
  const others = [...new Set(hosts)].filter((host) => host !== (base.host ?? '*')).join(', ')
  if (edits.length === 0 || others === '') return []
  const { name } = base.object.metadata
  const message = say('planning.tagRemovedElsewhere', { kind: base.object.kind, name, others })
  return [
    {
      code: 'TagRemovedElsewhere',
      severity: 'info',
      message,
      object: refOf(base.object),
      params: { name, others },
    },
  ]
}
