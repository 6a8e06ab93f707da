import { expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { ingressDoors } from './ingress-doors'

const ingress = (name: string, ingressClassName: string, host = 'shop.example.com'): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name },
  spec: {
    ingressClassName,
    rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix' }] } }],
  },
})
const classes: KubeObject[] = ['higress', 'edge'].map((name) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name },
  spec: { controller: 'higress.io/higress-controller' },
}))
const settingsOf = (...routes: KubeObject[]) =>
  ingressDoors({ routes, classes, controller: 'higress.io/higress-controller', className: 'higress' }).map(
    ({ object, settings }) => [object.metadata.name, settings],
  )

it('says the class where another Ingress claims the host and the class has a name of its own', () => {
  expect(settingsOf(ingress('a', 'higress'), ingress('b', 'nginx'))).toEqual([['a', {}]])
  expect(settingsOf(ingress('a', 'edge'), ingress('b', 'nginx'))).toEqual([
    ['a', { ingressClassName: 'edge' }],
  ])
  expect(settingsOf(ingress('a', 'edge'), ingress('b', 'nginx', 'other.example.com'))).toEqual([['a', {}]])
})
