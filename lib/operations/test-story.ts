import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mallInput } from '@/lib/domain/testdata/mall'

type Story = {
  name?: string
  lanes?: NonNullable<LaneGroupInput['spec']['lanes']>
  rules?: NonNullable<LaneGroupInput['spec']['rules']>
}

/** Ends quickly, so that tests of removal need not wait for half a minute. */
const quick = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }

/** For tests: lane `gray` with new versions of a and c. */
export const grayLane = (tag = '1.1.0'): NonNullable<LaneGroupInput['spec']['lanes']>[number] => ({
  tag: 'gray',
  versions: ['a', 'c'].map((letter) => ({
    application: `spring-cloud-${letter}`,
    image: `registry.example.com/spring-cloud-${letter}:${tag}`,
    replicas: 1,
    patch: quick,
  })),
})

export const grayRule: NonNullable<LaneGroupInput['spec']['rules']>[number] = {
  name: 'testers',
  match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
  targets: [{ lane: 'gray', weight: 100 }],
}

/** For tests: the demo's services as a group; without lanes unless they are given. */
export function storyDocument({ name = 'mall', lanes = [], rules = [] }: Story = {}): LaneGroupInput {
  const story = mallInput({ convention: 'mse', lanes, rules })
  return { ...story, metadata: { name } }
}
