import { describe, expect, it } from 'vitest'
import { translate } from '@/lib/words/translate'
import { inApplyOrder, pastedObjects } from './pasted-objects'

/** The old service as the blue-green document writes it. */
const oldForm = `apiVersion: extensions/v1beta1
kind: Ingress
metadata:
  name: echo
spec:
  backend:
    serviceName: default-http-backend
    servicePort: 80
  rules:
  - host: mini-echo.io
    http:
      paths:
      - path: /
        backend:
          serviceName: old-nginx
          servicePort: http
---
apiVersion: extensions/v1beta1
kind: Deployment
metadata:
  name: old-nginx
spec:
  template:
    metadata:
      labels:
        run: old-nginx
    spec:
      containers:
      - name: old-nginx
        image: old-nginx
`

const said = (text: string) =>
  pastedObjects(text, 'shop').problems.map(
    ({ line, column, message }) => `${line}:${column} ${translate(message, 'en')}`,
  )

describe('pastedObjects', () => {
  it('upgrades versions that are gone, and says what it changed', () => {
    const { objects, problems } = pastedObjects(oldForm, 'shop')
    expect(problems).toEqual([])
    expect(objects.map(({ line }) => line)).toEqual([1, 18])
    const [ingress, deployment] = objects
    expect(ingress?.object).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      metadata: { name: 'echo', namespace: 'shop' },
      spec: {
        defaultBackend: { service: { name: 'default-http-backend', port: { number: 80 } } },
        rules: [
          {
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'ImplementationSpecific',
                  backend: { service: { name: 'old-nginx', port: { name: 'http' } } },
                },
              ],
            },
          },
        ],
      },
    })
    expect(deployment?.object).toMatchObject({
      apiVersion: 'apps/v1',
      spec: {
        selector: { matchLabels: { run: 'old-nginx' } },
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      },
    })
    expect(deployment?.changes.map((change) => translate(change, 'en'))).toEqual([
      'extensions/v1beta1 is gone from Kubernetes; it becomes apps/v1.',
      "The selector, which the old version took from the pods' labels, is written out: run=old-nginx.",
      'The old version replaced pods one by one and had no deadline; both are written out so that they stay.',
    ])
  })

  it('leaves an object of today as it is, but for what a server wrote', () => {
    const text = `apiVersion: v1
kind: Service
metadata: {name: a, uid: x, resourceVersion: "7", namespace: other}
spec: {ports: [{port: 80}]}
status: {}
`
    const [pasted] = pastedObjects(text, 'shop').objects
    expect(pasted?.object).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a', namespace: 'other' },
      spec: { ports: [{ port: 80 }] },
    })
    expect(pasted?.changes).toHaveLength(1)
  })

  it('tells problems at their line and column, and drops nothing in silence', () => {
    expect(said('apiVersion: v1\nkind: [')[0]).toMatch(/^2:\d+ This is no YAML: /)
    expect(said('apiVersion: v1\nkind: Service\nkind: Pod\n')[0]).toMatch(/^3:1 This is no YAML: /)
    expect(said('a: 1\n---\n- 2\n')).toEqual([
      '1:1 The object has no apiVersion.',
      '3:1 An object is expected here, with apiVersion, kind and metadata.name.',
    ])
    expect(said('')).toEqual(['1:1 There is no object here.'])
    const cron = 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: tick}\n'
    expect(said(`# first\n${cron}`)[0]).toMatch(/^2:1 CronJob \(batch\/v1\) is not applied here\./)
    const deployment = 'apiVersion: apps/v2\nkind: Deployment\nmetadata: {name: a}\n'
    expect(said(deployment)).toEqual([
      '1:1 apps/v2 is no version of Deployment that clusters serve; use apps/v1.',
    ])
    const same = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n'
    expect(said(`${same}---\n${same}`)).toEqual(['5:1 Secret a stands here already, at line 1.'])
  })

  it('opens lists, and applies first what others need', () => {
    const item = (kind: string, apiVersion: string) => ({ apiVersion, kind, metadata: { name: 'a' } })
    const items = [item('Deployment', 'apps/v1'), item('Service', 'v1'), item('Namespace', 'v1')]
    const { objects } = pastedObjects(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'shop')
    expect(inApplyOrder(objects).map(({ object }) => object.kind)).toEqual([
      'Namespace',
      'Service',
      'Deployment',
    ])
    expect(
      objects.find(({ object }) => object.kind === 'Namespace')?.object.metadata.namespace,
    ).toBeUndefined()
  })
})
