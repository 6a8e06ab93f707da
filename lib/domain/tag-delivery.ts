import { z } from 'zod'

/** One condition of a policy. @see https://api.aliyun.com/document/mse/2019-05-31/ApplyTagPolicies */
export const RestItem = z.strictObject({
  type: z.enum(['header', 'cookie', 'param']),
  name: z.string(),
  operator: z.enum(['rawvalue', 'list']),
  cond: z.literal('=='),
  value: z.string().optional(),
  nameList: z.array(z.string()).optional(),
})
export type RestItem = z.infer<typeof RestItem>

/** The policy of one tag: its share of what no condition takes, its conditions, and whether the tag is passed on. */
export const TagPolicy = z.strictObject({
  rate: z.int().min(0).max(100),
  name: z.string().optional(),
  carryData: z.boolean().optional(),
  rules: z
    .strictObject({
      springcloud: z.array(
        z.strictObject({
          paths: z.array(z.string()),
          condition: z.literal('AND'),
          restItems: z.array(RestItem),
        }),
      ),
    })
    .optional(),
})
export type TagPolicy = z.infer<typeof TagPolicy>

/** What MSE is to be told of one application, by whose key. Policies are by tag; `_base` is what carries none. */
export const TagDelivery = z.strictObject({
  region: z.string(),
  mseNamespace: z.string(),
  application: z.string(),
  credential: z.string(),
  policies: z.record(z.string(), TagPolicy),
})
export type TagDelivery = z.infer<typeof TagDelivery>

/** The key of the untagged pods among policies. */
export const basePolicy = '_base'
