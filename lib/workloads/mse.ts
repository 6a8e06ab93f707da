import { asTexts, at } from '@/lib/domain/json'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import type { RenderedVersion, VersionInput, WorkloadConvention } from './convention'
import { copyVersion } from './copy-version'
import { ownMark } from './own-mark'

/**
 * The label or annotation by which an MSE agent knows a lane's pod.
 * @see https://help.aliyun.com/zh/mse/user-guide/configure-an-end-to-end-canary-release
 */
export const mseTagKey = 'alicloud.service.tag'

/**
 * The label that gives a pod its application in MSE; the same on the baseline and all lanes.
 * @see https://help.aliyun.com/zh/mse/user-guide/connect-ack-microservice-applications-to-msc
 */
const mseApplicationKey = 'msePilotCreateAppName'

/**
 * The key by which an MSE gateway's `service-subset` and Nacos know a lane's pod.
 * @see https://help.aliyun.com/zh/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
const subsetKey = (tag: string) => `opensergo.io/canary-${tag}`

/** Lane workloads as an MSE agent knows them: `{app}-{tag}`, tagged pods, the baseline's application name. */
export const mseConvention: WorkloadConvention = { id: 'mse', renderVersion }

function renderVersion(input: VersionInput): RenderedVersion {
  const { lane, tagPlacement } = input
  const own = ownMark(input)
  if ('problem' in own) return own
  const rendered = copyVersion(input, {
    own,
    podLabels: {
      ...(tagPlacement !== 'annotation' && { [mseTagKey]: lane.tag }),
      [subsetKey(lane.tag)]: lane.tag,
    },
    podAnnotations: tagPlacement === 'label' ? {} : { [mseTagKey]: lane.tag },
  })
  if ('problem' in rendered) return rendered
  return { ...rendered, notices: [...rendered.notices, ...mseNotices(input)] }
}

/** What an operator should know of a baseline that MSE does not know by name. */
export function mseNotices({ application, baseline, lane }: VersionInput): Notice[] {
  const labels = asTexts(at(baseline, 'spec', 'template', 'metadata', 'labels'))
  if (labels[mseApplicationKey] !== undefined) return []
  const params = { application: application.name, lane: lane.tag }
  const about = { application: application.name, label: mseApplicationKey }
  const message = say('planning.noApplicationLabel', about)
  return [{ code: 'NoApplicationLabel', severity: 'warning', message, params }]
}
