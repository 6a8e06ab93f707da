/** The blue-green demo: the old nginx behind an Ingress of the default class, at 0 replicas. */
export const blueGreenDemo = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: old-nginx
  labels:
    run: old-nginx
spec:
  replicas: 0
  selector:
    matchLabels:
      run: old-nginx
  template:
    metadata:
      labels:
        run: old-nginx
    spec:
      restartPolicy: Always
      containers:
      - name: old-nginx
        image: registry.cn-hangzhou.aliyuncs.com/xianlu/old-nginx
        imagePullPolicy: Always
        ports:
        - containerPort: 80
          protocol: TCP
---
apiVersion: v1
kind: Service
metadata:
  name: old-nginx
  labels:
    run: old-nginx
spec:
  type: NodePort
  sessionAffinity: None
  ports:
  - port: 80
    protocol: TCP
    targetPort: 80
  selector:
    run: old-nginx
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: echo
spec:
  defaultBackend:
    service:
      name: default-http-backend
      port:
        number: 80
  rules:
  - host: mini-echo.io
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: old-nginx
            port:
              number: 80
`
