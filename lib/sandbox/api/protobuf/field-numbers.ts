const text = `
ObjectMeta: name 1, generateName 2, namespace 3, selfLink 4, uid 5, resourceVersion 6, generation 7,
  creationTimestamp 8, deletionTimestamp 9, deletionGracePeriodSeconds 10, labels 11, annotations 12,
  ownerReferences 13, finalizers 14
OwnerReference: kind 1, name 3, uid 4, apiVersion 5, controller 6, blockOwnerDeletion 7
LabelSelector: matchLabels 1, matchExpressions 2
LabelSelectorRequirement: key 1, operator 2, values 3
DeleteOptions: gracePeriodSeconds 1, preconditions 2, orphanDependents 3, propagationPolicy 4, dryRun 5
Preconditions: uid 1, resourceVersion 2
Namespace: metadata 1, spec 2, status 3
NamespaceSpec: finalizers 1
NamespaceStatus: phase 1
ConfigMap: metadata 1, data 2, binaryData 3, immutable 4
Secret: metadata 1, data 2, type 3, stringData 4, immutable 5
ServiceAccount: metadata 1, automountServiceAccountToken 4
Service: metadata 1, spec 2, status 3
ServiceSpec: ports 1, selector 2, clusterIP 3, type 4, externalIPs 5, sessionAffinity 7, externalName 10,
  externalTrafficPolicy 11, publishNotReadyAddresses 13, ipFamilyPolicy 17, clusterIPs 18, ipFamilies 19
ServicePort: name 1, protocol 2, port 3, targetPort 4, nodePort 5, appProtocol 6
ServiceStatus: loadBalancer 1
LoadBalancerStatus: ingress 1
Deployment: metadata 1, spec 2, status 3
DeploymentSpec: replicas 1, selector 2, template 3, strategy 4, minReadySeconds 5, revisionHistoryLimit 6,
  paused 7, progressDeadlineSeconds 9
DeploymentStrategy: type 1, rollingUpdate 2
RollingUpdateDeployment: maxUnavailable 1, maxSurge 2
DeploymentStatus: observedGeneration 1, replicas 2, updatedReplicas 3, availableReplicas 4
PodTemplateSpec: metadata 1, spec 2
Pod: metadata 1, spec 2, status 3
PodSpec: containers 2, restartPolicy 3, terminationGracePeriodSeconds 4, activeDeadlineSeconds 5, dnsPolicy 6,
  nodeSelector 7, serviceAccountName 8, serviceAccount 9, nodeName 10, hostNetwork 11, securityContext 14,
  imagePullSecrets 15, hostname 16, subdomain 17, schedulerName 19
PodSecurityContext: runAsUser 2, runAsNonRoot 3, fsGroup 5
PodStatus: phase 1
LocalObjectReference: name 1
Container: name 1, image 2, command 3, args 4, workingDir 5, ports 6, env 7, resources 8,
  terminationMessagePath 13, imagePullPolicy 14, stdin 16, stdinOnce 17, tty 18, terminationMessagePolicy 20
ContainerPort: name 1, hostPort 2, containerPort 3, protocol 4, hostIP 5
EnvVar: name 1, value 2
ResourceRequirements: limits 1, requests 2
Eviction: metadata 1, deleteOptions 2
Lease: metadata 1, spec 2
LeaseSpec: holderIdentity 1, leaseDurationSeconds 2, acquireTime 3, renewTime 4, leaseTransitions 5
SelfSubjectAccessReview: metadata 1, spec 2, status 3
SelfSubjectAccessReviewSpec: resourceAttributes 1, nonResourceAttributes 2
ResourceAttributes: namespace 1, verb 2, group 3, version 4, resource 5, subresource 6, name 7
NonResourceAttributes: path 1, verb 2
SelfSubjectRulesReview: metadata 1, spec 2, status 3
SelfSubjectRulesReviewSpec: namespace 1
SubjectRulesReviewStatus: resourceRules 1, nonResourceRules 2, incomplete 3, evaluationError 4
SubjectAccessReview: metadata 1, spec 2, status 3
SubjectAccessReviewSpec: resourceAttributes 1, nonResourceAttributes 2, user 3, groups 4, uid 6
SelfSubjectReview: metadata 1, status 2
SelfSubjectReviewStatus: userInfo 1
UserInfo: username 1, uid 2, groups 3
TokenRequest: metadata 1, spec 2, status 3
TokenRequestSpec: audiences 1, boundObjectRef 3, expirationSeconds 4
TokenRequestStatus: token 1, expirationTimestamp 2
BoundObjectReference: kind 1, apiVersion 2, name 3, uid 4
Role: metadata 1, rules 2
ClusterRole: metadata 1, rules 2, aggregationRule 3
AggregationRule: clusterRoleSelectors 1
PolicyRule: verbs 1, apiGroups 2, resources 3, resourceNames 4, nonResourceURLs 5
RoleBinding: metadata 1, subjects 2, roleRef 3
ClusterRoleBinding: metadata 1, subjects 2, roleRef 3
Subject: kind 1, apiGroup 2, name 3, namespace 4
RoleRef: apiGroup 1, kind 2, name 3
SubjectAccessReviewStatus: allowed 1, reason 2, evaluationError 3, denied 4
`

/**
 * Names of the fields of a message by their numbers, or undefined for a type that is not read from Protobuf. These are
 * what kubectl's typed clients send: `create`, `auth`, evictions, leases.
 * @see https://github.com/kubernetes/api (the generated.proto of each group)
 */
export function fieldsByNumber(type: string): ReadonlyMap<number, string> | undefined {
  return messages.get(type)
}

const messages = new Map(
  text
    .trim()
    .replaceAll(/\n +/g, ' ')
    .split('\n')
    .map((line): [string, Map<number, string>] => {
      const [name = '', fields = ''] = line.split(': ')
      const entries = fields.split(', ').map((field): [number, string] => {
        const [fieldName = '', number = ''] = field.split(' ')
        return [Number(number), fieldName]
      })
      return [name, new Map(entries)]
    }),
)
