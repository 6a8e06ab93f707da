/** The route of the gateway-api gateway in front of the MSE demo, beside its Ingress. */
export const gatewayApiDemo = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: spring-cloud-a
spec:
  parentRefs:
  - name: public
    namespace: gateway-system
  hostnames:
  - example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /
    backendRefs:
    - name: spring-cloud-a
      port: 20001
`
