/** The versioned Deployment, the Service and the Gateway of the Istio demo, at 0 replicas. */
export const istioDemo = `apiVersion: v1
kind: Service
metadata:
  name: micro-api
spec:
  type: ClusterIP
  ports:
  - name: http
    port: 19090
    targetPort: 9090
  selector:
    app: micro-api
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: micro-api-v1
spec:
  replicas: 0
  selector:
    matchLabels:
      app: micro-api
      version: v1
  minReadySeconds: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 1
  template:
    metadata:
      labels:
        app: micro-api
        version: v1
    spec:
      imagePullSecrets:
      - name: regcred
      containers:
      - name: micro-api
        image: registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api:1.1-SNAPSHOT
        imagePullPolicy: Always
        tty: true
        ports:
        - name: http
          protocol: TCP
          containerPort: 19090
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: micro-gateway
spec:
  selector:
    istio: ingressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - '*'
`

/** The Deployment and the Service of the rolling update demo, at 0 replicas. */
export const rollingDemo = `apiVersion: v1
kind: Service
metadata:
  name: micro-api
spec:
  type: ClusterIP
  ports:
  - name: http
    port: 19090
    targetPort: 9090
  selector:
    app: micro-api
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: micro-api
spec:
  selector:
    matchLabels:
      app: micro-api
  replicas: 0
  minReadySeconds: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 1
  template:
    metadata:
      labels:
        app: micro-api
    spec:
      imagePullSecrets:
      - name: regcred
      containers:
      - name: micro-api
        image: registry.cn-hangzhou.aliyuncs.com/wudimanong/micro-api:1.0-SNAPSHOT
        imagePullPolicy: Always
        tty: true
        ports:
        - name: http
          protocol: TCP
          containerPort: 19090
`
