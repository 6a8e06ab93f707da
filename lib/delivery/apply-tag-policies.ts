import 'server-only'
import { z } from 'zod'
import { basePolicy, type TagDelivery, type TagPolicy } from '@/lib/domain/tag-delivery'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { type AccessKey, callMse } from './mse-api'

const Applications = z.looseObject({
  Result: z.array(z.looseObject({ AppId: z.string(), AppName: z.string().optional() })),
})
const Listed = z.looseObject({
  Result: z.array(
    z.looseObject({
      AppName: z.string().optional(),
      RouteRules: z
        .array(z.looseObject({ Tag: z.string(), Rate: z.number().optional(), Rules: z.unknown().optional() }))
        .optional(),
    }),
  ),
})
const Applied = z.array(z.looseObject({ Tag: z.string(), CarryData: z.boolean().optional() }))

type Target = Pick<TagDelivery, 'region' | 'mseNamespace' | 'application'>

/**
 * Tells MSE the policies of an application and reads them back. `removed` are tags that go: theirs are deleted, and the
 * untagged pods take everything where no tag is left. Raises what `callMse` raises, and `ApplyFailed` naming the tags
 * that read back otherwise.
 * @see https://api.aliyun.com/document/mse/2019-05-31/ApplyTagPolicies
 */
export async function applyTagPolicies(
  key: AccessKey,
  delivery: TagDelivery,
  removed: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const { policies, region } = delivery
  const target = { Region: region, Namespace: delivery.mseNamespace, AppName: delivery.application }
  const AppId = await applicationId(key, delivery, signal)
  const rules = {
    ...policies,
    [basePolicy]: policies[basePolicy] ?? { rate: 100 },
    ...Object.fromEntries(removed.map((tag) => [tag, { rate: 0, remove: true }])),
  }
  const query = { ...target, AppId, Enable: 'true', Rules: JSON.stringify(rules) }
  const applied = Applied.safeParse(await callMse(region, key, { action: 'ApplyTagPolicies', query, signal }))
  const differing = [
    ...(applied.success ? notCarried(policies, applied.data) : []),
    ...(await differences(key, delivery, removed, { ...target, AppId }, signal)),
  ]
  if (differing.length === 0) return
  const about = { application: delivery.application, tags: [...new Set(differing)].join(', ') }
  throw new AppError('ApplyFailed', say('progress.mseDiffers', about))
}

async function applicationId(key: AccessKey, target: Target, signal?: AbortSignal): Promise<string> {
  const { region, mseNamespace, application } = target
  const query = {
    Region: region,
    Namespace: mseNamespace,
    AppName: application,
    PageNumber: '1',
    PageSize: '10',
  }
  const data = Applications.safeParse(
    await callMse(region, key, { action: 'GetApplicationList', query, signal }),
  )
  const found = data.data?.Result.find(({ AppName = application }) => AppName === application)
  if (found) return found.AppId
  const about = { application, namespace: mseNamespace, region }
  throw new AppError('ApplyFailed', say('progress.mseUnknown', about))
}

/** Whether the tag is passed on is in the answer to the change only, not in what is read back. */
function notCarried(policies: TagDelivery['policies'], applied: z.infer<typeof Applied>): string[] {
  return applied
    .filter(({ Tag, CarryData }) => {
      const wanted = policies[Tag]?.carryData
      return wanted !== undefined && CarryData !== undefined && CarryData !== wanted
    })
    .map(({ Tag }) => Tag)
}

async function differences(
  key: AccessKey,
  { application, policies, region }: TagDelivery,
  removed: readonly string[],
  query: Record<string, string>,
  signal?: AbortSignal,
): Promise<string[]> {
  const data = Listed.safeParse(
    await callMse(region, key, {
      action: 'ListApplicationsWithTagRules',
      read: true,
      query: { ...query, PageNumber: '1', PageSize: '10', Source: 'edasmsc' },
      signal,
    }),
  )
  const found = data.data?.Result.find(({ AppName = application }) => AppName === application)
  const rules = new Map((found?.RouteRules ?? []).map((rule) => [rule.Tag, rule]))
  const wrong = Object.entries(policies).filter(([tag, policy]) => {
    const rule = rules.get(tag)
    return rule === undefined || rule.Rate !== policy.rate || !sameRules(policy, rule.Rules)
  })
  return [...wrong.map(([tag]) => tag), ...removed.filter((tag) => rules.has(tag))]
}

/** Rules may come back as an object or as its text. */
function sameRules({ rules }: TagPolicy, found: unknown): boolean {
  const parsed = typeof found === 'string' ? safeJson(found) : found
  const list = z.looseObject({ springcloud: z.array(z.unknown()).optional() }).safeParse(parsed ?? {})
  const wanted = rules?.springcloud ?? []
  const standing = list.data?.springcloud ?? []
  return canonical(wanted) === canonical(standing.map(known))
}

/** The fields that we write; the server may add its own. */
function known(item: unknown): unknown {
  const Item = z.object({
    paths: z.array(z.string()).default([]),
    condition: z.string(),
    restItems: z
      .array(
        z.object({
          type: z.string(),
          name: z.string(),
          operator: z.string(),
          cond: z.string(),
          value: z.string().optional(),
          nameList: z.array(z.string()).optional(),
        }),
      )
      .default([]),
  })
  return Item.safeParse(item).data ?? item
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
