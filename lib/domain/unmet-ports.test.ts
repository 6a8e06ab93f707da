import { describe, expect, it } from 'vitest'
import type { KubeObject } from './kube-object'
import { unmetPorts } from './unmet-ports'

const service = (...ports: object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'micro-api' },
  spec: { ports },
})
const pod = (...ports: object[]) => ({ containers: [{ name: 'micro-api', ports }] })

describe('unmetPorts', () => {
  it.each([
    [
      'a number that nobody names',
      service({ port: 19090, targetPort: 9090 }),
      pod({ containerPort: 19090 }),
      ['9090'],
    ],
    ['a number that is named', service({ port: 80, targetPort: 8080 }), pod({ containerPort: 8080 }), []],
    ['a name', service({ port: 80, targetPort: 'web' }), pod({ name: 'web', containerPort: 8080 }), []],
    ['a name that nobody has', service({ port: 80, targetPort: 'web' }), pod({ containerPort: 80 }), ['web']],
    ['no target', service({ port: 80 }, { port: 81 }), pod({ containerPort: 80 }), ['81']],
    ['containers that name nothing', service({ port: 80 }), pod(), []],
  ])('%s', (_name, given, spec, targets) => {
    expect(unmetPorts(given, spec).map(({ target }) => target)).toEqual(targets)
  })
})
