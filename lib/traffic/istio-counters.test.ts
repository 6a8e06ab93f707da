import { expect, it } from 'vitest'
import { readIstioCounters } from './istio-counters'

const labels = (more: object) =>
  Object.entries({ reporter: 'source', destination_workload_namespace: 'shop', ...more })
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')

it('counts what the gateway sent to each workload, in seconds', () => {
  const text = [
    '# TYPE istio_requests_total counter',
    `istio_requests_total{${labels({ destination_workload: 'web', response_code: '200' })}} 7`,
    `istio_requests_total{${labels({ destination_workload: 'web', response_code: '503' })}} 2`,
    `istio_requests_total{${labels({ destination_workload: 'web-gray', response_code: '200' })}} 3`,
    `istio_requests_total{${labels({ destination_workload: 'web', response_code: '200', reporter: 'destination' })}} 90`,
    `istio_requests_total{${labels({ destination_workload: 'web', destination_workload_namespace: 'other' })}} 90`,
    `istio_request_duration_milliseconds_bucket{${labels({ destination_workload: 'web', le: '25' })}} 5`,
    '',
  ].join('\n')
  const counters = readIstioCounters(text, 'shop')
  expect(Object.fromEntries(counters.get('web') ?? [])).toEqual({ requests: 9, errors: 2, 'le=0.025': 5 })
  expect(Object.fromEntries(counters.get('web-gray') ?? [])).toEqual({ requests: 3 })
})
