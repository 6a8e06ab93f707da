/** The seconds that a pod is given to end, short so that removing a lane takes no half minute. */
const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }

export const imageOf = (letter: string, tag: string) =>
  `registry.cn-shanghai.aliyuncs.com/yizhan/spring-cloud-${letter}:${tag}`

/**
 * The group of the demo's story: lane `gray` over a and c, entered by `?group=gray`. Its pods end at once
 * unless `patched` is false.
 */
export function mall(name = 'mall', { a = '1.1.0', c = '1.1.0', patched = true } = {}) {
  const version = (letter: string, tag: string) => ({
    application: `spring-cloud-${letter}`,
    image: imageOf(letter, tag),
    replicas: 1,
    ...(patched && { patch }),
  })
  const applications = ['a', 'b', 'c'].map((letter) => ({
    name: `spring-cloud-${letter}`,
    deployment: `spring-cloud-${letter}`,
    ...(letter === 'a' ? { service: { name: 'spring-cloud-a', port: 20001 } } : {}),
  }))
  return {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name },
    spec: {
      title: '商城下单链路',
      cluster: 'sandbox',
      namespace: 'default',
      applications,
      entries: [
        {
          name: 'web',
          provider: 'mse',
          application: 'spring-cloud-a',
          host: 'example.com',
          paths: [{ path: '/', type: 'Prefix' }],
        },
      ],
      lanes: [{ tag: 'gray', title: '灰度', versions: [version('a', a), version('c', c)] }],
      rules: [
        {
          name: 'testers',
          match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
      ],
    },
  }
}
