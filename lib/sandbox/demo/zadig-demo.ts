/** The Zadig demo with its version labels, at 0 replicas. */
export const zadigDemo = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: spring-cloud-a
spec:
  replicas: 0
  selector:
    matchLabels:
      app: spring-cloud-a
      zadigx-release-version: original
  template:
    metadata:
      labels:
        msePilotCreateAppName: spring-cloud-a
        app: spring-cloud-a
        zadigx-release-version: original
    spec:
      containers:
      - name: spring-cloud-a
        image: registry.example.com/demo/spring-cloud-a:0.1-SNAPSHOT
        imagePullPolicy: Always
        env:
        - name: JAVA_HOME
          value: /usr/lib/jvm/java-1.8-openjdk/jre
        ports:
        - containerPort: 20001
        livenessProbe:
          tcpSocket:
            port: 20001
          initialDelaySeconds: 10
          periodSeconds: 30
---
apiVersion: v1
kind: Service
metadata:
  name: spring-cloud-a
spec:
  ports:
  - name: http
    port: 20001
    protocol: TCP
    targetPort: 20001
  selector:
    app: spring-cloud-a
    zadigx-release-version: original
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: spring-cloud-a
spec:
  ingressClassName: mse
  rules:
  - host: zadig.example.com
    http:
      paths:
      - backend:
          service:
            name: spring-cloud-a
            port:
              number: 20001
        path: /
        pathType: Prefix
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
      zadigx-release-version: original
  template:
    metadata:
      labels:
        msePilotCreateAppName: spring-cloud-b
        app: spring-cloud-b
        zadigx-release-version: original
    spec:
      containers:
      - name: spring-cloud-b
        image: registry.example.com/demo/spring-cloud-b:0.1-SNAPSHOT
        imagePullPolicy: Always
        env:
        - name: JAVA_HOME
          value: /usr/lib/jvm/java-1.8-openjdk/jre
        ports:
        - containerPort: 8080
        livenessProbe:
          tcpSocket:
            port: 20002
          initialDelaySeconds: 10
          periodSeconds: 30
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
      zadigx-release-version: original
  template:
    metadata:
      labels:
        msePilotCreateAppName: spring-cloud-c
        app: spring-cloud-c
        zadigx-release-version: original
    spec:
      containers:
      - name: spring-cloud-c
        image: registry.example.com/demo/spring-cloud-c:0.1-SNAPSHOT
        imagePullPolicy: Always
        env:
        - name: JAVA_HOME
          value: /usr/lib/jvm/java-1.8-openjdk/jre
        ports:
        - containerPort: 8080
        livenessProbe:
          tcpSocket:
            port: 20003
          initialDelaySeconds: 10
          periodSeconds: 30
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: nacos-server
spec:
  replicas: 0
  selector:
    matchLabels:
      app: nacos-server
  template:
    metadata:
      labels:
        app: nacos-server
    spec:
      containers:
      - name: nacos-server
        image: registry.example.com/demo/nacos-server:v2.2.0
        imagePullPolicy: Always
        env:
        - name: MODE
          value: standalone
---
apiVersion: v1
kind: Service
metadata:
  name: nacos-server
spec:
  type: ClusterIP
  ports:
  - port: 8848
    protocol: TCP
    targetPort: 8848
  selector:
    app: nacos-server
`
