import { expect, it } from 'vitest'
import { type GovernanceGap, judgeGovernance } from './governance'
import type { KubeObject } from './kube-object'

const on = { 'mse-enable': 'enabled' }
const named = { msePilotCreateAppName: 'a' }

function namespace(labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels } }
}

function deployment(labels: Record<string, string>, name = 'a'): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'prod' },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name, ...labels } } },
    },
  }
}

function pod(injected: boolean): KubeObject {
  const initContainers = injected ? [{ name: 'one-pilot-initcontainer' }] : []
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `a-${injected}`, namespace: 'prod', labels: { app: 'a' } },
    spec: { initContainers },
  }
}

function component(name: string, ready: number): KubeObject {
  const metadata = { name, namespace: 'ack-onepilot' }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, status: { readyReplicas: ready } }
}

const cases: [string, KubeObject, Record<string, string>, KubeObject[], KubeObject[], GovernanceGap[]][] = [
  ['all is there', namespace(on), named, [pod(true)], [component('ack-onepilot', 1)], []],
  ['the namespace is off', namespace(), named, [pod(false)], [component('ack-onepilot', 1)], ['switch']],
  [
    'the pods ask for it themselves',
    namespace(),
    { ...named, msePilotAutoEnable: 'on' },
    [pod(true)],
    [],
    [],
  ],
  [
    'the pods refuse it',
    namespace(on),
    { ...named, msePilotAutoEnable: 'off' },
    [pod(false)],
    [],
    ['podOff'],
  ],
  ['pods from before', namespace(on), named, [pod(true), pod(false)], [component('x', 1)], ['restart']],
  ['nobody injects', namespace(on), named, [pod(false)], [], ['component']],
  ['no pods', namespace(on), named, [], [component('x', 1)], ['noPods']],
  ['no name', namespace(on), {}, [pod(true)], [component('x', 1)], ['name']],
]

it.each(cases)('%s', (_, place, labels, pods, components, gaps) => {
  const found = judgeGovernance({ namespace: place, deployments: [deployment(labels)], pods, components })
  expect(found.applications.map((application) => application.gaps)).toEqual([gaps])
})

it('shows the pod that lacks the agent, and the component that is ready', () => {
  const {
    applications,
    component: found,
    isOn,
  } = judgeGovernance({
    namespace: namespace(on),
    deployments: [deployment(named)],
    pods: [pod(true), pod(false)],
    components: [component('ack-mse-pilot', 0), component('ack-onepilot', 1)],
  })
  expect(isOn).toBe(true)
  expect(applications[0]).toMatchObject({ pod: 'a-false', injected: false, switchedBy: 'namespace' })
  expect(found).toEqual({ namespace: 'ack-onepilot', name: 'ack-onepilot', ready: true })
})

it('leaves lanes out, and says what could not be read', () => {
  const lanes = [
    deployment({ ...named, 'alicloud.service.tag': 'gray' }, 'a-gray'),
    deployment({ ...named, 'zadigx-release-version': 'gray' }, 'a-mse-gray'),
    deployment({ ...named, 'zadigx-release-version': 'original' }, 'b'),
  ]
  const found = judgeGovernance({
    namespace: namespace(on),
    deployments: lanes,
    pods: [],
    components: undefined,
  })
  expect(found.applications.map(({ deployment: name }) => name)).toEqual(['b'])
  expect(found.component).toBeUndefined()
})
