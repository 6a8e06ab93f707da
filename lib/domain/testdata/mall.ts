import type { LaneGroupDocument, LaneGroupInput } from '../lane-group'
import { parseDocument } from '../parse-document'

/** The demo's group as people write it, with any part of its spec replaced. */
export function mallInput(spec: Partial<LaneGroupInput['spec']> = {}): LaneGroupInput {
  return {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      applications: [
        {
          name: 'spring-cloud-a',
          deployment: 'spring-cloud-a',
          service: { name: 'spring-cloud-a', port: 20001 },
        },
        { name: 'spring-cloud-b', deployment: 'spring-cloud-b' },
        { name: 'spring-cloud-c', deployment: 'spring-cloud-c' },
      ],
      entries: [
        {
          name: 'web',
          provider: 'mse',
          application: 'spring-cloud-a',
          host: 'example.com',
          paths: [{ path: '/' }],
          settings: { ingressClassName: 'mse' },
        },
      ],
      lanes: [
        {
          tag: 'gray',
          versions: [
            { application: 'spring-cloud-a', image: 'registry.example.com/spring-cloud-a:1.1.0', replicas: 1 },
            { application: 'spring-cloud-c', image: 'registry.example.com/spring-cloud-c:1.1.0', replicas: 1 },
          ],
        },
      ],
      rules: [
        {
          name: 'testers',
          match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
      ],
      ...spec,
    },
  }
}

/** The same, parsed; throws when it is invalid. */
export function mall(spec: Partial<LaneGroupInput['spec']> = {}): LaneGroupDocument {
  const parsed = parseDocument(mallInput(spec))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fields))
  return parsed.document
}
