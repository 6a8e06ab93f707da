import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { withBackend } from './with-backend'

const route = (kind: string, spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace: 'shop', name: 'web' },
  spec,
})
const changed = (kind: string, spec: object) => withBackend(route(kind, spec), 'old', 'new')?.spec

describe('withBackend', () => {
  it('changes the Service of an Ingress at every path, in both ways to write it, and no other', () => {
    const backends = (name: string, other: string) => ({
      defaultBackend: { service: { name, port: { number: 80 } } },
      rules: [
        { http: { paths: [{ path: '/', backend: { service: { name, port: { name: 'web' } } } }] } },
        { http: { paths: [{ path: '/b', backend: { service: { name: other, port: { number: 1 } } } }] } },
        { http: { paths: [{ path: '/c', backend: { serviceName: name, servicePort: 80 } }] } },
      ],
    })
    expect(changed('Ingress', backends('old', 'older'))).toEqual(backends('new', 'older'))
  })

  it.each(['', '.shop', '.shop.svc', '.shop.svc.cluster.local'])(
    'changes the host of a VirtualService in the form that it has: *%s',
    (rest) => {
      const rules = (name: string) => ({
        http: [
          { route: [{ destination: { host: `${name}${rest}`, port: { number: 80 } }, weight: 100 }] },
          { route: [{ destination: { host: 'old.other.svc.cluster.local' } }] },
        ],
      })
      expect(changed('VirtualService', rules('old'))).toEqual(rules('new'))
    },
  )

  it('changes the backends of an HTTPRoute that are Services of its namespace', () => {
    const rules = (name: string) => ({
      rules: [
        {
          backendRefs: [
            { name, port: 80 },
            { name, kind: 'Service', namespace: 'shop', port: 80 },
            { name: 'old', namespace: 'other', port: 80 },
            { name: 'old', kind: 'Bucket', group: 'example.com' },
          ],
        },
      ],
    })
    expect(changed('HTTPRoute', rules('old'))).toEqual(rules('new'))
  })

  it('knows no other kind of route', () => {
    expect(withBackend(route('Service', {}), 'old', 'new')).toBeNull()
  })
})
