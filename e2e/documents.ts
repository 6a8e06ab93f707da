/** The group of the demo's story: lane `gray` over a and c, entered by `?group=gray`. */
export function mall(name = 'mall', image = '1.1.0') {
  const version = (letter: string) => ({
    application: `spring-cloud-${letter}`,
    image: `registry.cn-shanghai.aliyuncs.com/yizhan/spring-cloud-${letter}:${image}`,
    replicas: 1,
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
      lanes: [{ tag: 'gray', title: '灰度', versions: [version('a'), version('c')] }],
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
