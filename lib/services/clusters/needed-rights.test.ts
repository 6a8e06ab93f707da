import { expect, it } from 'vitest'
import { mall } from '@/lib/domain/testdata/mall'
import { neededRights } from './needed-rights'

const made = (...asked: Parameters<typeof neededRights>) =>
  neededRights(...asked).flatMap(({ verb, kind }) => (verb === 'create' ? [kind] : []))
const agents = (settings: Record<string, unknown>) =>
  mall({
    entries: [{ name: 'called', provider: 'mse-agent', application: 'spring-cloud-a', settings }],
  })

it('names the kinds of routes of each provider, and of the calls behind it', () => {
  expect(made(['istio'])).toEqual(['Deployment', 'Service', 'VirtualService', 'DestinationRule'])
  expect(made(['gateway-api', 'mse'])).toEqual(['Deployment', 'Service', 'HTTPRoute', 'Ingress'])
})

it('asks for what an entry’s settings make of it', () => {
  expect(made(['mse-agent'], [agents({})])).toContain('TrafficRouter')
  const told = agents({ delivery: 'mse-openapi', region: 'cn-hangzhou', credential: 'mse' })
  expect(made(['mse-agent'], [told])).not.toContain('TrafficRouter')
})

it('reads autoscalers, ReplicaSets and events, which pages show, and writes none of them', () => {
  const kinds = ['HorizontalPodAutoscaler', 'ReplicaSet', 'Event']
  const asked = neededRights(['mse']).filter(({ kind }) => kinds.includes(kind))
  expect(asked.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual([
    'list HorizontalPodAutoscaler',
    'watch HorizontalPodAutoscaler',
    'list ReplicaSet',
    'list Event',
  ])
})
