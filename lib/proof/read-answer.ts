import { compileCondition } from '@/lib/domain/compile-condition'
import { normalRequest } from '@/lib/domain/normal-request'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { Feature } from '@/lib/providers/feature'
import type { Routes } from '@/lib/providers/provider'
import { type Answer, answerOf, placeOf } from './answer'
import { sentTag } from './expected-answer'

/** Where Routes that a provider read back send a request. */
export function readAnswer(
  routes: Routes,
  sample: RequestSample,
  tagHeader: string,
  features: ReadonlySet<Feature>,
): Answer {
  const request = normalRequest(sample)
  const rule = routes.rules.find(
    ({ match }) =>
      match === undefined ||
      match.some((branch) => branch.every((condition) => compileCondition(condition)(request))),
  )
  const none = { lane: 'baseline', weight: 1, service: routes.base.service, setTag: null }
  const taking = (rule?.targets ?? []).filter(({ weight }) => weight > 0)
  const targets = taking.length > 0 ? taking : [none]
  const sum = targets.reduce((total, { weight }) => total + weight, 0)
  const own = sentTag(sample, tagHeader)
  const removed = routes.tagPolicy === 'closed' && features.has('remove-tag')
  return answerOf(
    targets.map(({ service, weight, setTag }) => {
      const tag =
        setTag !== null && features.has('set-tag') ? setTag : setTag === null && removed ? null : own
      return [placeOf(service.name, service.port, tag), weight / sum] as const
    }),
  )
}
