/** The chain of the MSE demo in a mesh, without agents: its applications pass the tag on themselves. At 0 replicas. */
export const meshDemo = `apiVersion: v1
kind: Service
metadata:
  name: spring-cloud-a
spec:
  ports:
  - name: http
    port: 80
    targetPort: 20001
  selector:
    app: spring-cloud-a
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: spring-cloud-a
spec:
  replicas: 0
  selector:
    matchLabels:
      app: spring-cloud-a
      version: base
  template:
    metadata:
      labels:
        app: spring-cloud-a
        version: base
    spec:
      containers:
      - name: spring-cloud-a
        image: registry.cn-shanghai.aliyuncs.com/yizhan/spring-cloud-a:1.0.0
        env:
        - name: FORWARD_HEADERS
          value: x-mse-tag
        ports:
        - containerPort: 20001
---
apiVersion: v1
kind: Service
metadata:
  name: spring-cloud-b
spec:
  ports:
  - name: http
    port: 80
    targetPort: 20002
  selector:
    app: spring-cloud-b
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: spring-cloud-b
spec:
  replicas: 0
  selector:
    matchLabels:
      app: spring-cloud-b
      version: base
  template:
    metadata:
      labels:
        app: spring-cloud-b
        version: base
    spec:
      containers:
      - name: spring-cloud-b
        image: registry.cn-shanghai.aliyuncs.com/yizhan/spring-cloud-b:1.0.0
        env:
        - name: FORWARD_HEADERS
          value: x-mse-tag
        ports:
        - containerPort: 20002
---
apiVersion: v1
kind: Service
metadata:
  name: spring-cloud-c
spec:
  ports:
  - name: http
    port: 80
    targetPort: 20003
  selector:
    app: spring-cloud-c
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: spring-cloud-c
spec:
  replicas: 0
  selector:
    matchLabels:
      app: spring-cloud-c
      version: base
  template:
    metadata:
      labels:
        app: spring-cloud-c
        version: base
    spec:
      containers:
      - name: spring-cloud-c
        image: registry.cn-shanghai.aliyuncs.com/yizhan/spring-cloud-c:1.0.0
        env:
        - name: FORWARD_HEADERS
          value: x-mse-tag
        ports:
        - containerPort: 20003
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: spring-cloud-a
spec:
  hosts:
  - mesh.example.com
  gateways:
  - istio-system/public
  http:
  - route:
    - destination:
        host: spring-cloud-a
        port:
          number: 80
`
