/**
 * Types of namespaces, nodes, configuration, events, policy and access reviews, in the notation of `parseTypes`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/
 */
export const clusterTypes = `
AttachedVolume: devicePath string!, name string!
ConfigMap: binaryData {bytes}, data {string}, immutable bool?, metadata ObjectMeta!
ConfigMapNodeConfigSource: kubeletConfigKey string!, name string!, namespace string!,
  resourceVersion string, uid string
ContainerImage: names string[], sizeBytes int64
ContainerResourceMetricSource: container string!, name string!, target MetricTarget
ContainerResourceMetricStatus: container string!, current MetricValueStatus, name string!
CrossVersionObjectReference: apiVersion string, kind string!, name string!
DaemonEndpoint: Port int32!
Event: action string, count int32, eventTime microTime~, firstTimestamp time~,
  involvedObject ObjectReference!, lastTimestamp time~, message string, metadata ObjectMeta!, reason string,
  related ObjectReference, reportingComponent string!, reportingInstance string!, series EventSeries,
  source EventSource!, type string
EventSeries: count int32, lastObservedTime microTime
EventSource: component string, host string
ExternalMetricSource: metric MetricIdentifier, target MetricTarget
ExternalMetricStatus: current MetricValueStatus, metric MetricIdentifier
FieldSelectorAttributes: rawSelector string, requirements FieldSelectorRequirement[]
FieldSelectorRequirement: key string!, operator string!, values string[]
HPAScalingPolicy: periodSeconds int32!, type string!, value int32!
HPAScalingRules: policies HPAScalingPolicy[], selectPolicy string?, stabilizationWindowSeconds int32?,
  tolerance string
HorizontalPodAutoscaler: metadata ObjectMeta!, spec HorizontalPodAutoscalerSpec!,
  status HorizontalPodAutoscalerStatus!
HorizontalPodAutoscalerBehavior: scaleDown HPAScalingRules, scaleUp HPAScalingRules
HorizontalPodAutoscalerCondition: lastTransitionTime time, message string, reason string, status string!,
  type string!
HorizontalPodAutoscalerSpec: behavior HorizontalPodAutoscalerBehavior, maxReplicas int32!,
  metrics MetricSpec[], minReplicas int32?, scaleTargetRef CrossVersionObjectReference
HorizontalPodAutoscalerStatus: conditions HorizontalPodAutoscalerCondition[type],
  currentMetrics MetricStatus[]~, currentReplicas int32, desiredReplicas int32!, lastScaleTime time,
  observedGeneration int64?
Lease: metadata ObjectMeta!, spec LeaseSpec!
LeaseSpec: acquireTime microTime, holderIdentity string?, leaseDurationSeconds int32?, leaseTransitions int32?,
  preferredHolder string, renewTime microTime, strategy string
LimitRange: metadata ObjectMeta!, spec LimitRangeSpec!
LimitRangeItem: default {quantity}, defaultRequest {quantity}, max {quantity},
  maxLimitRequestRatio {quantity}, min {quantity}, type string!
LimitRangeSpec: limits LimitRangeItem[]~
MetricIdentifier: name string!, selector LabelSelector
MetricSpec: containerResource ContainerResourceMetricSource, external ExternalMetricSource,
  object ObjectMetricSource, pods PodsMetricSource, resource ResourceMetricSource, type string!
MetricStatus: containerResource ContainerResourceMetricStatus, external ExternalMetricStatus,
  object ObjectMetricStatus, pods PodsMetricStatus, resource ResourceMetricStatus, type string!
MetricTarget: averageUtilization int32?, averageValue quantity, type string!, value quantity
MetricValueStatus: averageUtilization int32, averageValue quantity, value quantity
Namespace: metadata ObjectMeta!, spec NamespaceSpec!, status NamespaceStatus!
NamespaceCondition: lastTransitionTime time, message string, reason string, status string!, type string!
NamespaceSpec: finalizers string[]
NamespaceStatus: conditions NamespaceCondition[type], phase string
Node: metadata ObjectMeta!, spec NodeSpec!, status NodeStatus!
NodeAddress: address string!, type string!
NodeAllocatableResourceClaimStatus: containers string[], resourceClaimName string!, resources {string}
NodeCondition: lastHeartbeatTime time~, lastTransitionTime time~, message string, reason string,
  status string!, type string!
NodeConfigSource: configMap ConfigMapNodeConfigSource
NodeConfigStatus: active NodeConfigSource, assigned NodeConfigSource, error string,
  lastKnownGood NodeConfigSource
NodeDaemonEndpoints: kubeletEndpoint DaemonEndpoint!
NodeFeatures: supplementalGroupsPolicy bool
NodeRuntimeHandler: features NodeRuntimeHandlerFeatures, name string
NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts bool, userNamespaces bool
NodeSpec: configSource NodeConfigSource, externalID string, podCIDR string, podCIDRs string[*],
  providerID string, taints Taint[], unschedulable bool
NodeStatus: addresses NodeAddress[type], allocatable {quantity}, capacity {quantity},
  conditions NodeCondition[type], config NodeConfigStatus, daemonEndpoints NodeDaemonEndpoints!,
  declaredFeatures string[], features NodeFeatures, images ContainerImage[], nodeInfo NodeSystemInfo!,
  phase string, runtimeHandlers NodeRuntimeHandler[], volumesAttached AttachedVolume[],
  volumesInUse string[]
NodeSwapStatus: capacity int64
NodeSystemInfo: architecture string!, bootID string!, containerRuntimeVersion string!,
  kernelVersion string!, kubeProxyVersion string!, kubeletVersion string!, machineID string!,
  operatingSystem string!, osImage string!, swap NodeSwapStatus, systemUUID string!
NonResourceAttributes: path string, verb string
ObjectMetricSource: describedObject CrossVersionObjectReference, metric MetricIdentifier,
  target MetricTarget
ObjectMetricStatus: current MetricValueStatus, describedObject CrossVersionObjectReference,
  metric MetricIdentifier
PodDisruptionBudget: metadata ObjectMeta!, spec PodDisruptionBudgetSpec!, status PodDisruptionBudgetStatus!
PodDisruptionBudgetSpec: maxUnavailable intOrString, minAvailable intOrString, selector LabelSelector,
  unhealthyPodEvictionPolicy string?
PodDisruptionBudgetStatus: conditions Condition[type], currentHealthy int32!, desiredHealthy int32!,
  disruptedPods {time}, disruptionsAllowed int32!, expectedPods int32!, observedGeneration int64
PodsMetricSource: metric MetricIdentifier, target MetricTarget
PodsMetricStatus: current MetricValueStatus, metric MetricIdentifier
ResourceAttributes: fieldSelector FieldSelectorAttributes, group string,
  labelSelector LabelSelectorAttributes, name string, namespace string, resource string, subresource string,
  verb string, version string
ResourceMetricSource: name string!, target MetricTarget
ResourceMetricStatus: current MetricValueStatus, name string!
ResourceQuota: metadata ObjectMeta!, spec ResourceQuotaSpec!, status ResourceQuotaStatus!
ResourceQuotaSpec: hard {quantity}, scopeSelector ScopeSelector, scopes string[]
ResourceQuotaStatus: hard {quantity}, used {quantity}
ScopeSelector#: matchExpressions ScopedResourceSelectorRequirement[]
ScopedResourceSelectorRequirement: operator string!, scopeName string!, values string[]
Secret: data {bytes}, immutable bool?, metadata ObjectMeta!, stringData {string}, type string
SelfSubjectAccessReview: metadata ObjectMeta!, spec SelfSubjectAccessReviewSpec!,
  status SubjectAccessReviewStatus!
SelfSubjectAccessReviewSpec: nonResourceAttributes NonResourceAttributes,
  resourceAttributes ResourceAttributes
ServiceAccount: automountServiceAccountToken bool?, imagePullSecrets LocalObjectReference[],
  metadata ObjectMeta!, secrets ObjectReference[name]
SubjectAccessReviewStatus: allowed bool!, denied bool, evaluationError string, reason string
Taint: effect string!, key string!, timeAdded time, value string
`
