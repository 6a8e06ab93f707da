import { expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { routeFigures } from './route-figures'

const object = (kind: string, spec: object, status?: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'micro-api', namespace: 'default' },
  spec,
  ...(status && { status }),
})

it('a route has the columns that kubectl gives its kind', () => {
  const service = object('VirtualService', { gateways: ['micro-gateway'], hosts: ['*'], http: [] })
  expect(routeFigures(service)).toEqual({
    gateways: ['micro-gateway'],
    hosts: ['*'],
    addresses: null,
    ports: null,
  })
  expect(routeFigures(object('DestinationRule', { host: 'micro-api', subsets: [] }))).toMatchObject({
    gateways: null,
    hosts: ['micro-api'],
  })
  const status = { loadBalancer: { ingress: [{ ip: '47.106.45.47' }] } }
  expect(routeFigures(object('Ingress', { rules: [{ host: 'mini-echo.io' }] }, status))).toEqual({
    gateways: null,
    hosts: ['mini-echo.io'],
    addresses: ['47.106.45.47'],
    ports: [80],
  })
  const parents = { parentRefs: [{ name: 'public' }], hostnames: ['door.example.com'] }
  expect(routeFigures(object('HTTPRoute', parents))).toMatchObject({
    gateways: ['public'],
    hosts: ['door.example.com'],
  })
})

it('what has no host stands for all, 443 is served with certificates, and what is no route has no columns', () => {
  expect(routeFigures(object('Ingress', { tls: [{}] }))).toMatchObject({ hosts: ['*'], ports: [80, 443] })
  expect(routeFigures(object('Service', {}))).toBeNull()
  expect(routeFigures(undefined)).toBeNull()
})
