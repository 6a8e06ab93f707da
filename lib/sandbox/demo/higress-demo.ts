/** The route of Higress in front of the MSE demo, beside its Ingress. */
export const higressDemo = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: spring-cloud-a-higress
spec:
  ingressClassName: higress
  rules:
  - host: example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: spring-cloud-a
            port:
              number: 20001
`
