import { describe, expect, it } from 'vitest'
import { countsByLane, laneCounter } from './counter-names'
import { readEnvoyCounters } from './envoy-counters'
import { readNginxCounters } from './nginx-counters'
import { readPodCounters } from './pod-counters'

const gateway = `
# TYPE envoy_cluster_upstream_rq_total counter
envoy_cluster_upstream_rq_total{envoy_cluster_name="outbound|20001||spring-cloud-a.default.svc.cluster.local"} 90
envoy_cluster_upstream_rq_total{envoy_cluster_name="outbound|20001||spring-cloud-a-gray.default.svc.cluster.local"} 10
envoy_cluster_upstream_rq_total{envoy_cluster_name="outbound|80||spring-cloud-a.other.svc.cluster.local"} 7
envoy_cluster_upstream_rq_total{envoy_cluster_name="xds-grpc"} 3
envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="outbound|20001||spring-cloud-a.default.svc.cluster.local"} 88
envoy_cluster_upstream_rq_xx{envoy_response_code_class="5",envoy_cluster_name="outbound|20001||spring-cloud-a.default.svc.cluster.local"} 2
envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|20001||spring-cloud-a-gray.default.svc.cluster.local",le="25"} 9
envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="outbound|20001||spring-cloud-a-gray.default.svc.cluster.local",le="+Inf"} 10
envoy_server_live 1
`

const controller = `
# TYPE nginx_ingress_controller_requests counter
nginx_ingress_controller_requests{canary="",host="shop.example.com",ingress="web",namespace="default",service="web",status="200"} 90
nginx_ingress_controller_requests{canary="",host="shop.example.com",ingress="web",namespace="default",service="web",status="503"} 4
nginx_ingress_controller_requests{canary="default-web-gray-80",host="shop.example.com",ingress="web",namespace="default",service="web",status="200"} 10
nginx_ingress_controller_requests{canary="",exported_namespace="default",exported_service="api",namespace="ingress-nginx",service="metrics",status="200"} 2
nginx_ingress_controller_requests{canary="",host="other",ingress="web",namespace="other",service="web",status="200"} 7
nginx_ingress_controller_requests{canary="",host="_",ingress="",namespace="",service="",status="404"} 3
nginx_ingress_controller_request_duration_seconds_bucket{canary="default-web-gray-80",namespace="default",service="web",status="200",le="0.005"} 9
`

const pod = `
# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{http_response_status_code="200",service_version="gray",le="0.005"} 3
http_server_request_duration_seconds_bucket{http_response_status_code="200",service_version="gray",le="+Inf"} 4
http_server_request_duration_seconds_sum{http_response_status_code="200",service_version="gray"} 0.2
http_server_request_duration_seconds_count{http_response_status_code="200",service_version="gray"} 4
http_server_request_duration_seconds_bucket{http_response_status_code="503",service_version="gray",le="0.005"} 1
http_server_request_duration_seconds_bucket{http_response_status_code="503",service_version="gray",le="+Inf"} 1
http_server_request_duration_seconds_count{http_response_status_code="503",service_version="gray"} 1
`

describe('readEnvoyCounters', () => {
  it('counts each Service of the namespace and nothing else', () => {
    const byService = readEnvoyCounters(gateway, 'default')
    expect([...byService.keys()]).toEqual(['spring-cloud-a', 'spring-cloud-a-gray'])
    expect(Object.fromEntries(byService.get('spring-cloud-a') ?? [])).toEqual({ requests: 90, errors: 2 })
  })

  it('turns milliseconds into seconds', () => {
    const gray = readEnvoyCounters(gateway, 'default').get('spring-cloud-a-gray')
    expect(Object.fromEntries(gray ?? [])).toEqual({ requests: 10, 'le=0.025': 9, 'le=Infinity': 10 })
  })
})

describe('readNginxCounters', () => {
  it("counts each Service of the namespace, a lane's by the canary", () => {
    const byService = readNginxCounters(controller, 'default')
    expect(
      Object.fromEntries([...byService].map(([name, counts]) => [name, Object.fromEntries(counts)])),
    ).toEqual({
      web: { requests: 94, errors: 4 },
      'web-gray': { requests: 10, 'le=0.005': 9 },
      api: { requests: 2 },
    })
  })
})

describe('readPodCounters', () => {
  it('adds up the statuses', () => {
    expect(Object.fromEntries(readPodCounters(pod).counters)).toEqual({
      requests: 5,
      errors: 1,
      'le=0.005': 4,
      'le=Infinity': 5,
    })
  })

  it('tells a pod that served nothing from one that does not count', () => {
    const idle = readPodCounters('# TYPE http_server_request_duration_seconds histogram\n')
    expect(idle).toEqual({ counters: new Map(), instrumented: true })
    expect(readPodCounters('process_cpu_seconds_total 1\n')).toEqual({
      counters: new Map(),
      instrumented: false,
    })
  })
})

describe('countsByLane', () => {
  it('takes apart what laneCounter put together', () => {
    const counters = new Map([
      [laneCounter('baseline', 'requests'), 9],
      [laneCounter('gray', 'errors'), 1],
      [laneCounter('gray', 'le=0.5'), 4],
      [laneCounter('gray', 'le=Infinity'), 5],
    ])
    expect(Object.fromEntries(countsByLane(counters))).toEqual({
      baseline: { requests: 9, errors: 0, buckets: [] },
      gray: {
        requests: 0,
        errors: 1,
        buckets: [
          { le: 0.5, count: 4 },
          { le: Number.POSITIVE_INFINITY, count: 5 },
        ],
      },
    })
  })
})
