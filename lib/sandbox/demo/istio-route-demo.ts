/** The route of the istio gateway in front of the MSE demo, beside its Ingress. */
export const istioRouteDemo = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: spring-cloud-a
spec:
  hosts:
  - example.com
  gateways:
  - istio-system/public
  http:
  - route:
    - destination:
        host: spring-cloud-a
        port:
          number: 20001
`
